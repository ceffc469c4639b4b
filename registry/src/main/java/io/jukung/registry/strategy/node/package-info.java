/**
 * The rules of RuntimeClasses. Imports {@code strategy}, {@code strategy.check} and {@code
 * strategy.core}. Upstream's counterparts: {@code pkg/apis/node/validation} and {@code
 * pkg/registry/node} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.node;

import org.jspecify.annotations.NullMarked;
