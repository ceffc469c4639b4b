/**
 * Strategies of kinds of the core group. Upstream's counterpart: {@code pkg/registry/core} at
 * v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.core;

import org.jspecify.annotations.NullMarked;
