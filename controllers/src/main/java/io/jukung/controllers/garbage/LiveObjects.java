package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.discovery.ApiResource;
import io.jukung.controllers.object.ApiErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads and changes objects' metadata at the API server. Safe for all threads. */
final class LiveObjects {
  private static final int CONFLICT_ATTEMPTS = 5;

  /** A namespaced kind without a namespace: only a cluster-scoped object can refer like that. */
  static final class NoNamespaceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoNamespaceException() {
      super("cluster-scoped objects cannot refer to namespaced owners");
    }
  }

  private final KubernetesClient client;
  private final ResourceMapper mapper;

  /** Through the client of metadata. */
  LiveObjects(KubernetesClient client, ResourceMapper mapper) {
    this.client = client;
    this.mapper = mapper;
  }

  /** Whether objects of this kind are in namespaces. */
  boolean namespaced(Identity object) {
    return mapper.resource(object.apiVersion(), object.kind()).namespaced();
  }

  /** The object as it is now, of any uid. */
  Optional<ObjectMeta> get(Identity object) {
    return Optional.ofNullable(resource(object).get()).map(GenericKubernetesResource::getMetadata);
  }

  /**
   * Deletes the object if it is still the same and has the owners seen; false when it is gone.
   *
   * @param policy {@code Foreground}, {@code Background} or {@code Orphan}
   */
  boolean delete(Identity object, ObjectMeta seen, String policy) {
    try {
      return delete(object, Optional.of(seen.getResourceVersion()), policy);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isConflict(e)) {
        throw e;
      }
      Optional<ObjectMeta> live = get(object);
      if (live.isEmpty()) {
        return false;
      }
      if (!live.get().getUid().equals(object.uid())
          || live.get().getResourceVersion().equals(seen.getResourceVersion())
          || !live.get().getOwnerReferences().equals(seen.getOwnerReferences())) {
        throw e;
      }
      // Changed, but not in what counts here: rapid updates must not keep it from going.
      return delete(object, Optional.empty(), policy);
    }
  }

  private boolean delete(Identity object, Optional<String> resourceVersion, String policy) {
    ApiResource resource = mapper.resource(object.apiVersion(), object.kind());
    var options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withPropagationPolicy(policy)
            .withNewPreconditions()
            .withUid(object.uid())
            .withResourceVersion(resourceVersion.orElse(null))
            .endPreconditions()
            .build();
    try {
      client.raw(resource.path(object.namespace()) + "/" + object.name(), "DELETE", options);
      return true;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Takes references to these owners out of the object. */
  void removeOwners(Identity object, Set<String> ownerUids) {
    List<Map<String, String>> deleted = new ArrayList<>();
    ownerUids.forEach(uid -> deleted.add(Map.of("$patch", "delete", "uid", uid)));
    patch(
        object,
        Map.of("uid", object.uid(), "ownerReferences", deleted),
        () -> withOwners(object, owner -> !ownerUids.contains(owner.getUid())));
  }

  /** Lets the object no longer keep its owners from going. */
  void unblockOwners(Identity object, List<OwnerReference> owners) {
    List<Map<String, Object>> unblocked = new ArrayList<>();
    for (OwnerReference owner : owners) {
      if (Boolean.TRUE.equals(owner.getBlockOwnerDeletion())) {
        unblocked.add(Map.of("uid", owner.getUid(), "blockOwnerDeletion", false));
      }
    }
    patch(
        object,
        Map.of("uid", object.uid(), "ownerReferences", unblocked),
        () -> {
          Map<String, Object> metadata = withOwners(object, owner -> true);
          if (metadata.get("ownerReferences") instanceof List<?> all) {
            all.forEach(owner -> ((OwnerReference) owner).setBlockOwnerDeletion(false));
          }
          return metadata;
        });
  }

  private Map<String, Object> withOwners(
      Identity object, java.util.function.Predicate<OwnerReference> kept) {
    ObjectMeta live =
        get(object).orElseThrow(() -> new KubernetesClientException("gone", 404, null));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", live.getResourceVersion());
    metadata.put("ownerReferences", live.getOwnerReferences().stream().filter(kept).toList());
    return metadata;
  }

  /** Custom resources take no strategic merge; for those the whole list is sent. */
  private void patch(
      Identity object, Map<String, Object> strategic, Supplier<Map<String, Object>> merge) {
    try {
      patch(object, PatchType.STRATEGIC_MERGE, strategic);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isUnsupportedMediaType(e)) {
        throw e;
      }
      patch(object, PatchType.JSON_MERGE, merge.get());
    }
  }

  private void patch(Identity object, PatchType type, Map<String, Object> metadata) {
    String body = client.getKubernetesSerialization().asJson(Map.of("metadata", metadata));
    var _ = resource(object).patch(PatchContext.of(type), body);
  }

  /** Takes a finalizer away; nothing happens when the object or the finalizer is gone. */
  void removeFinalizer(Identity object, String finalizer) {
    for (int attempt = 1; ; attempt++) {
      Optional<ObjectMeta> live = get(object);
      if (live.isEmpty() || !live.get().getFinalizers().contains(finalizer)) {
        return;
      }
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("resourceVersion", live.get().getResourceVersion());
      metadata.put(
          "finalizers",
          live.get().getFinalizers().stream().filter(f -> !f.equals(finalizer)).toList());
      try {
        patch(object, PatchType.JSON_MERGE, metadata);
        return;
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isConflict(e) || attempt == CONFLICT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Resource<GenericKubernetesResource> resource(Identity object) {
    ApiResource resource = mapper.resource(object.apiVersion(), object.kind());
    var all = client.genericKubernetesResources(resource.context());
    if (!resource.namespaced()) {
      return all.withName(object.name());
    }
    if (!object.namespaced()) {
      throw new NoNamespaceException();
    }
    return all.inNamespace(object.namespace()).withName(object.name());
  }
}
