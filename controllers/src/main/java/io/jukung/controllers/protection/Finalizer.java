package io.jukung.controllers.protection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.object.ApiErrors;
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
    if (!deleting(object)) {
      patch(client, object, "finalizers");
    } else if (!used.test(object)) {
      patch(client, object, "$deleteFromPrimitiveList/finalizers");
    }
  }

  private void patch(KubernetesClient client, HasMetadata object, String list) {
    // The uid keeps the patch from another object of the same name.
    String body =
        "{\"metadata\":{\"uid\":\""
            + object.getMetadata().getUid()
            + "\",\""
            + list
            + "\":[\""
            + name
            + "\"]}}";
    try {
      var _ = client.resource(object).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), body);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
