package io.jukung.controllers.protection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.object.ApiErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One finalizer that keeps objects while they are used.
 *
 * @param name such as {@code kubernetes.io/pvc-protection}
 */
record Finalizer(String name) {
  /** Whether the object's turn has come: it lacks the finalizer, or waits for its removal. */
  boolean concerns(HasMetadata object) {
    return deleting(object) == has(object);
  }

  private boolean has(HasMetadata object) {
    return object.getMetadata().getFinalizers().contains(name);
  }

  private static boolean deleting(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  /** Gives the finalizer to an object that lacks it, takes it from a deleted one nobody uses. */
  <T extends HasMetadata> void apply(KubernetesClient client, T object, Predicate<T> used) {
    List<String> finalizers = new ArrayList<>(object.getMetadata().getFinalizers());
    if (!deleting(object)) {
      finalizers.add(name);
    } else if (used.test(object) || !finalizers.remove(name)) {
      return;
    }
    // What an informer has is not changed in place.
    T changed = client.getKubernetesSerialization().clone(object);
    changed.getMetadata().setFinalizers(finalizers);
    try {
      var _ = client.resource(changed).update();
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
