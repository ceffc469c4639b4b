/**
 * Tells how many pods of a PodDisruptionBudget may be evicted now.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/disruption} at v1.36.
 */
@NullMarked
package io.jukung.controllers.disruption;

import org.jspecify.annotations.NullMarked;
