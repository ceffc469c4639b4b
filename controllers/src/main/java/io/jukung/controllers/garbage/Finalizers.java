package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** The finalizers that only the garbage collector takes away. */
final class Finalizers {
  /** The object waits until its blocking dependents are gone. */
  static final String FOREGROUND = "foregroundDeletion";

  /** The object waits until its dependents do not refer to it any more. */
  static final String ORPHAN = "orphan";

  private Finalizers() {}

  static boolean has(ObjectMeta metadata, String finalizer) {
    return metadata.getFinalizers().contains(finalizer);
  }

  static boolean beingDeleted(ObjectMeta metadata) {
    return metadata.getDeletionTimestamp() != null;
  }

  /** Whether the object, which was not before, is now being deleted with the finalizer. */
  static boolean starts(@Nullable ObjectMeta before, ObjectMeta after, String finalizer) {
    return beingDeleted(after)
        && has(after, finalizer)
        && (before == null || !beingDeleted(before) || !has(before, finalizer));
  }
}
