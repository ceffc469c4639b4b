/**
 * The rules of PodDisruptionBudgets. Imports {@code strategy} and {@code strategy.check}.
 * Upstream's counterparts: {@code pkg/apis/policy/validation} and {@code pkg/registry/policy} at
 * v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.policy;

import org.jspecify.annotations.NullMarked;
