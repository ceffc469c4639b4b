/**
 * The rules of Leases. Imports {@code strategy} and {@code strategy.check}. Upstream's
 * counterparts: {@code pkg/apis/coordination/validation} and {@code pkg/registry/coordination} at
 * v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.coordination;

import org.jspecify.annotations.NullMarked;
