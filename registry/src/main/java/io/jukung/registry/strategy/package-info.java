/**
 * What is special about a kind: how a new or changed object is prepared and judged, which parts a
 * subresource may change, how it is deleted. Strategies decide, the generic store acts; a strategy
 * never touches storage.
 *
 * <p>{@link io.jukung.registry.strategy.GenericStrategy} is what all kinds share, driven by the
 * table {@code KindFacts}; a kind with more to it has a class in a package per group below this one
 * and a line in {@link io.jukung.registry.strategy.Strategies}. Immutable, safe for all threads.
 * Imports {@code catalog}, {@code request}, {@code status} and {@code validation}. Upstream's
 * counterparts: {@code k8s.io/apiserver/pkg/registry/rest} and {@code pkg/registry/<group>/<kind>}
 * at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy;

import org.jspecify.annotations.NullMarked;
