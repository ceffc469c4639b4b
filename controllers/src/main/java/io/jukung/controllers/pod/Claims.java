package io.jukung.controllers.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Owners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes up objects that match a controller's selector and that nobody controls, and lets go of its
 * own that no longer match. Upstream's counterpart: {@code controller_ref_manager.go}.
 */
public final class Claims {
  private final KubernetesClient client;

  /** Claims through {@code client}. */
  public Claims(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Those of the objects that the controller has now.
   *
   * @throws KubernetesClientException when one could not be taken up or let go; the others were
   */
  public <T extends HasMetadata> List<T> claim(
      HasMetadata controller, List<T> objects, Predicate<T> matches) {
    List<T> claimed = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();
    boolean mayAdopt = false;
    for (T object : objects) {
      try {
        Optional<OwnerReference> owner = Owners.controllerOf(object);
        if (owner.isPresent()) {
          if (owned(controller, owner.get(), object, matches)) {
            claimed.add(object);
          }
        } else if (wanted(controller, object, matches)) {
          mayAdopt = mayAdopt || recheck(controller);
          if (adopt(controller, object)) {
            claimed.add(object);
          }
        }
      } catch (RuntimeException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return claimed;
  }

  private <T extends HasMetadata> boolean owned(
      HasMetadata controller, OwnerReference owner, T object, Predicate<T> matches) {
    if (!owner.getUid().equals(controller.getMetadata().getUid())) {
      return false;
    }
    if (matches.test(object)) {
      return true;
    }
    if (controller.getMetadata().getDeletionTimestamp() == null) {
      release(controller, object);
    }
    return false;
  }

  private static <T extends HasMetadata> boolean wanted(
      HasMetadata controller, T object, Predicate<T> matches) {
    return controller.getMetadata().getDeletionTimestamp() == null
        && object.getMetadata().getDeletionTimestamp() == null
        && matches.test(object);
  }

  /** The informer may be behind: who is being deleted or replaced takes up nothing. */
  private boolean recheck(HasMetadata controller) {
    HasMetadata live = client.resource(controller).get();
    if (live == null
        || !live.getMetadata().getUid().equals(controller.getMetadata().getUid())
        || live.getMetadata().getDeletionTimestamp() != null) {
      throw new IllegalStateException(
          controller.getMetadata().getName() + " has just been deleted, it adopts nothing");
    }
    return true;
  }

  private boolean adopt(HasMetadata controller, HasMetadata object) {
    return patch(object, Owners.controllerReference(controller));
  }

  private void release(HasMetadata controller, HasMetadata object) {
    try {
      patch(object, Map.of("$patch", "delete", "uid", controller.getMetadata().getUid()));
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isInvalid(e)) {
        throw e;
      }
    }
  }

  /** Whether the object was still there. */
  private boolean patch(HasMetadata object, Object reference) {
    Map<String, Object> metadata =
        Map.of("uid", object.getMetadata().getUid(), "ownerReferences", List.of(reference));
    try {
      var _ =
          client
              .resource(object)
              .patch(
                  PatchContext.of(PatchType.STRATEGIC_MERGE),
                  client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
      return true;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }
}
