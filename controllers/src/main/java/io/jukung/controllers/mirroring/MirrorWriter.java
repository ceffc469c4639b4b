package io.jukung.controllers.mirroring;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.endpoints.PortOrder;
import io.jukung.controllers.endpoints.SliceTracker;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.object.Selectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Brings the slices of one Endpoints object to what they should say. */
final class MirrorWriter {
  private static final int MAX_NAME = 253;
  private static final String TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final KubernetesClient client;
  private final SliceTracker tracker;
  private final ObjectKey key;

  MirrorWriter(KubernetesClient client, SliceTracker tracker, ObjectKey key) {
    this.client = client;
    this.tracker = tracker;
    this.key = key;
  }

  void write(
      Endpoints source, Map<Mirrored.Group, Set<Endpoint>> wanted, List<EndpointSlice> shown) {
    Map<Mirrored.Group, List<EndpointSlice>> existing = new LinkedHashMap<>();
    for (EndpointSlice slice : shown) {
      existing.computeIfAbsent(group(slice), group -> new ArrayList<>()).add(slice);
    }
    List<EndpointSlice> create = new ArrayList<>();
    List<EndpointSlice> update = new ArrayList<>();
    List<EndpointSlice> delete = new ArrayList<>();
    wanted.forEach(
        (group, endpoints) -> {
          List<EndpointSlice> same = existing.remove(group);
          EndpointSlice slice = slice(source, group, endpoints);
          if (same == null) {
            create.add(slice);
            return;
          }
          delete.addAll(same.subList(1, same.size()));
          if (!says(same.getFirst(), slice)) {
            update.add(named(slice, same.getFirst()));
          }
        });
    existing.values().forEach(delete::addAll);
    recycle(create, update, delete);
    finish(source, create, update, delete);
  }

  private static Mirrored.Group group(EndpointSlice slice) {
    return new Mirrored.Group(
        slice.getAddressType(),
        PortOrder.sorted(Objects.requireNonNullElse(slice.getPorts(), List.of())));
  }

  /** Whether a slice says all that it should. */
  private static boolean says(EndpointSlice slice, EndpointSlice wanted) {
    boolean ours =
        slice.getMetadata().getOwnerReferences().stream()
            .filter(owner -> owner.getKind().equals("Endpoints"))
            .allMatch(
                owner ->
                    wanted.getMetadata().getOwnerReferences().stream()
                        .anyMatch(other -> other.getUid().equals(owner.getUid())));
    return ours
        && Set.copyOf(Objects.requireNonNullElse(slice.getEndpoints(), List.of()))
            .equals(Set.copyOf(wanted.getEndpoints()))
        && Selectors.labels(slice).equals(Selectors.labels(wanted))
        && Selectors.annotations(slice).equals(Selectors.annotations(wanted));
  }

  private EndpointSlice slice(Endpoints source, Mirrored.Group group, Set<Endpoint> endpoints) {
    Map<String, String> labels = new HashMap<>(Selectors.labels(source));
    labels.put(MirroringReconciler.SERVICE_LABEL, key.name());
    labels.put(MirroringReconciler.MANAGER_LABEL, MirroringReconciler.MANAGER);
    Map<String, String> annotations = new HashMap<>(Selectors.annotations(source));
    annotations.remove(TRIGGER);
    annotations.remove(LAST_APPLIED);
    String prefix = key.name() + "-";
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withGenerateName(prefix.length() > MAX_NAME ? key.name() : prefix)
        .withNamespace(key.namespace())
        .withLabels(labels)
        .withAnnotations(annotations)
        .withOwnerReferences(Owners.controllerReference(source))
        .endMetadata()
        .withAddressType(group.family())
        .withPorts(group.ports())
        .withEndpoints(endpoints.stream().limit(Mirrored.MAX_ADDRESSES).toList())
        .build();
  }

  private static EndpointSlice named(EndpointSlice slice, EndpointSlice like) {
    return new EndpointSliceBuilder(slice)
        .editMetadata()
        .withGenerateName(null)
        .withName(like.getMetadata().getName())
        .endMetadata()
        .build();
  }

  /** A slice that would go is rather filled anew with one that would come. */
  private static void recycle(
      List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {
    for (EndpointSlice slice : List.copyOf(create)) {
      delete.stream()
          .filter(old -> old.getAddressType().equals(slice.getAddressType()))
          .findFirst()
          .ifPresent(
              old -> {
                create.remove(slice);
                delete.remove(old);
                update.add(named(slice, old));
              });
    }
  }

  private void finish(
      Endpoints source,
      List<EndpointSlice> create,
      List<EndpointSlice> update,
      List<EndpointSlice> delete) {
    if (source.getMetadata().getDeletionTimestamp() == null) {
      for (EndpointSlice slice : create) {
        try {
          tracker.wrote(key, client.resource(slice).create());
        } catch (KubernetesClientException e) {
          if (ApiErrors.isNamespaceTerminating(e)) {
            return;
          }
          throw e;
        }
      }
    }
    for (EndpointSlice slice : update) {
      tracker.wrote(key, client.resource(slice).update());
    }
    delete.forEach(this::delete);
  }

  /** Removes a slice, if nobody else did. */
  void delete(EndpointSlice slice) {
    try {
      client.raw(
          "/apis/discovery.k8s.io/v1/namespaces/"
              + key.namespace()
              + "/endpointslices/"
              + slice.getMetadata().getName(),
          "DELETE",
          null);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
    tracker.deleted(key, slice);
  }
}
