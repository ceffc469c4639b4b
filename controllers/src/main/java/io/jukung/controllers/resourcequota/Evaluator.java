package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import java.util.Map;

/**
 * How objects of one resource count. Immutable; safe for all threads.
 *
 * @param <T> the objects
 */
interface Evaluator<T> {
  /** Whether the amount of this name is about the resource. */
  boolean counts(String name);

  /** Whether an object fulfils the condition of a quota. */
  default boolean matches(ScopedResourceSelectorRequirement scope, T object) {
    return false;
  }

  /** What one object uses. */
  Map<String, Quantity> usage(T object);

  /** Whether the change of an object may leave room that quotas do not know of. */
  default boolean replenishes(T before, T after) {
    return false;
  }
}
