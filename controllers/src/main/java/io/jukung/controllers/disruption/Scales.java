package io.jukung.controllers.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.discovery.ApiResource;
import io.jukung.controllers.discovery.Discovery;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Owners;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How many pods those want that control some pods. Safe for all threads. */
final class Scales {
  /** The size of one controlling object. */
  private record Scale(String uid, int replicas) {}

  private final KubernetesClient client;
  private final Discovery discovery;
  private final Informer<ReplicaSet> sets;
  private final Informer<Deployment> deployments;
  private final Informer<ReplicationController> controllers;

  Scales(
      KubernetesClient client,
      Informer<ReplicaSet> sets,
      Informer<Deployment> deployments,
      Informer<ReplicationController> controllers) {
    this.client = client;
    this.discovery = new Discovery(client);
    this.sets = sets;
    this.deployments = deployments;
    this.controllers = controllers;
  }

  /**
   * How many pods the pods' controllers want together.
   *
   * @param unmanaged takes the names of pods that have no controller
   */
  int expected(List<Pod> pods, List<String> unmanaged) {
    Map<String, Boolean> seen = new HashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    for (Pod pod : pods) {
      Optional<OwnerReference> owner = Owners.controllerOf(pod);
      if (owner.isEmpty()) {
        unmanaged.add(pod.getMetadata().getName());
      } else if (seen.put(owner.get().getUid(), true) == null) {
        Scale scale =
            scale(pod.getMetadata().getNamespace(), owner.get())
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "found no controllers for pod \""
                                + pod.getMetadata().getName()
                                + "\""));
        sizes.put(scale.uid(), scale.replicas());
      }
    }
    return sizes.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Optional<Scale> scale(String namespace, OwnerReference owner) {
    return switch (owner.getKind()) {
      case "ReplicaSet" -> same(sets.get(namespace, owner.getName()), owner).flatMap(this::ofSet);
      case "ReplicationController" ->
          same(controllers.get(namespace, owner.getName()), owner)
              .map(c -> new Scale(owner.getUid(), size(c.getSpec().getReplicas())));
      default -> ofSubresource(namespace, owner);
    };
  }

  private Optional<Scale> ofSet(ReplicaSet set) {
    Optional<OwnerReference> owner =
        Owners.controllerOf(set).filter(o -> o.getKind().equals("Deployment"));
    if (owner.isEmpty()) {
      return Optional.of(new Scale(set.getMetadata().getUid(), size(set.getSpec().getReplicas())));
    }
    return same(
            deployments.get(set.getMetadata().getNamespace(), owner.get().getName()), owner.get())
        .map(d -> new Scale(d.getMetadata().getUid(), size(d.getSpec().getReplicas())));
  }

  private static <T extends HasMetadata> Optional<T> same(
      Optional<T> object, OwnerReference owner) {
    return object.filter(o -> o.getMetadata().getUid().equals(owner.getUid()));
  }

  private static int size(Integer replicas) {
    return Objects.requireNonNullElse(replicas, 1);
  }

  /** Every other kind tells its size itself, if it can. */
  private Optional<Scale> ofSubresource(String namespace, OwnerReference owner) {
    Optional<ApiResource> resource =
        discovery.read().all().stream()
            .filter(r -> r.apiVersion().equals(owner.getApiVersion()))
            .filter(r -> r.kind().equals(owner.getKind()))
            .findFirst();
    if (resource.isEmpty()) {
      return Optional.empty();
    }
    String path = resource.get().path(namespace) + "/" + owner.getName() + "/scale";
    try {
      String body = client.raw(path);
      JsonNode scale = client.getKubernetesSerialization().unmarshal(body, JsonNode.class);
      return scale.at("/metadata/uid").asText("").equals(owner.getUid())
          ? Optional.of(new Scale(owner.getUid(), scale.at("/spec/replicas").asInt(0)))
          : Optional.empty();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
