/**
 * What the checks of many kinds have in common: {@link io.jukung.registry.strategy.check.Spot}
 * walks an object's tree and knows the path it stands at, {@link
 * io.jukung.registry.strategy.check.Check} holds the rules with upstream's texts. Pure and without
 * state. Imports {@code selector}, {@code status} and {@code validation}. Upstream's counterparts:
 * {@code apimachinery/pkg/util/validation} and {@code pkg/apis/core/validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.check;

import org.jspecify.annotations.NullMarked;
