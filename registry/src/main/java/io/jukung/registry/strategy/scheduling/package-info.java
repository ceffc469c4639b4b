/**
 * The rules of PriorityClasses. Imports {@code strategy} and {@code strategy.check}. Upstream's
 * counterparts: {@code pkg/apis/scheduling/validation} and {@code pkg/registry/scheduling} at
 * v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.scheduling;

import org.jspecify.annotations.NullMarked;
