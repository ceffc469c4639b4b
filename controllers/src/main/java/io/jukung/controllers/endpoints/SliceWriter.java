package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.object.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings one Service's slices to the endpoints they should have. */
final class SliceWriter {
  private static final int MAX_NAME = 253;

  private final KubernetesClient client;
  private final SliceTracker tracker;
  private final ObjectKey key;
  private final Service service;
  private final Optional<Instant> trigger;

  SliceWriter(
      KubernetesClient client,
      SliceTracker tracker,
      ObjectKey key,
      Service service,
      Optional<Instant> trigger) {
    this.client = client;
    this.tracker = tracker;
    this.key = key;
    this.service = service;
    this.trigger = trigger;
  }

  /** Writes the slices of one family of addresses. */
  void write(
      String family, List<EndpointSlice> existing, Map<List<EndpointPort>, List<Endpoint>> wanted) {
    Map<List<EndpointPort>, List<EndpointSlice>> byPorts = new LinkedHashMap<>();
    List<EndpointSlice> create = new ArrayList<>();
    List<EndpointSlice> update = new ArrayList<>();
    List<EndpointSlice> delete = new ArrayList<>();
    for (EndpointSlice slice : existing) {
      if (isOwned(slice)) {
        byPorts
            .computeIfAbsent(PortOrder.sorted(slice.getPorts()), p -> new ArrayList<>())
            .add(slice);
      } else {
        delete.add(slice);
      }
    }
    wanted.forEach(
        (ports, endpoints) -> {
          List<EndpointSlice> same = byPorts.remove(ports);
          Packing packing =
              new Packing(
                  same == null ? List.of() : same,
                  endpoints,
                  this::isRelabeled,
                  () -> empty(family, ports));
          create.addAll(packing.create);
          update.addAll(packing.update);
          delete.addAll(packing.delete);
        });
    byPorts.values().forEach(delete::addAll);
    if (delete.size() == existing.size() && create.isEmpty()) {
      keepPlaceholder(family, create, delete);
    }
    finish(create, update, delete);
  }

  /** A Service without endpoints has one slice without endpoints. */
  private void keepPlaceholder(
      String family, List<EndpointSlice> create, List<EndpointSlice> delete) {
    EndpointSlice placeholder = empty(family, List.of());
    if (delete.size() == 1) {
      EndpointSlice there = delete.getFirst();
      if (isOwned(there)
          && there.getEndpoints().isEmpty()
          && there.getPorts().isEmpty()
          && Selectors.labels(there).equals(Selectors.labels(placeholder))) {
        delete.clear();
        return;
      }
    }
    create.add(placeholder);
  }

  private void finish(
      List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {
    // A slice that would go is rather filled anew: watchers see one change instead of two.
    for (int i = 0; i < delete.size() && !create.isEmpty(); ) {
      EndpointSlice old = delete.get(i);
      if (isOwned(old)) {
        EndpointSlice fresh = create.removeLast();
        update.add(
            new EndpointSliceBuilder(fresh)
                .editMetadata()
                .withName(old.getMetadata().getName())
                .endMetadata()
                .build());
        delete.remove(i);
      } else {
        i++;
      }
    }
    if (service.getMetadata().getDeletionTimestamp() == null) {
      for (EndpointSlice slice : create) {
        if (!create(slice)) {
          return;
        }
      }
    }
    for (EndpointSlice slice : update) {
      tracker.wrote(key, client.resource(triggered(slice)).update());
    }
    delete.forEach(this::delete);
  }

  /** Whether the namespace still takes new slices. */
  private boolean create(EndpointSlice slice) {
    try {
      tracker.wrote(key, client.resource(triggered(slice)).create());
      return true;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNamespaceTerminating(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Removes a slice. */
  void delete(EndpointSlice slice) {
    client.raw(
        "/apis/discovery.k8s.io/v1/namespaces/"
            + key.namespace()
            + "/endpointslices/"
            + slice.getMetadata().getName(),
        "DELETE",
        null);
    tracker.deleted(key, slice);
  }

  private EndpointSlice triggered(EndpointSlice slice) {
    var metadata = new EndpointSliceBuilder(slice).editOrNewMetadata();
    return trigger.isPresent()
        ? metadata
            .addToAnnotations(TriggerTimes.ANNOTATION, Times.text(trigger.get()))
            .endMetadata()
            .build()
        : metadata.removeFromAnnotations(TriggerTimes.ANNOTATION).endMetadata().build();
  }

  private EndpointSlice empty(String family, List<EndpointPort> ports) {
    String prefix = key.name() + "-";
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withGenerateName(prefix.length() > MAX_NAME ? key.name() : prefix)
        .withNamespace(key.namespace())
        .withLabels(labels())
        .withOwnerReferences(Owners.controllerReference(service))
        .endMetadata()
        .withAddressType(family)
        .withPorts(ports)
        .withEndpoints(List.of())
        .build();
  }

  private boolean isRelabeled(EndpointSlice slice) {
    return !withoutReserved(Selectors.labels(slice))
        .equals(withoutReserved(Selectors.labels(service)));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = withoutReserved(Selectors.labels(service));
    if (PodEndpoint.isHeadless(service)) {
      labels.put(EndpointSliceReconciler.HEADLESS_LABEL, "");
    }
    labels.put(EndpointSliceReconciler.SERVICE_LABEL, key.name());
    labels.put(EndpointSliceReconciler.MANAGER_LABEL, EndpointSliceReconciler.MANAGER);
    return labels;
  }

  private static Map<String, String> withoutReserved(Map<String, String> labels) {
    Map<String, String> rest = new HashMap<>(labels);
    rest.remove(EndpointSliceReconciler.HEADLESS_LABEL);
    rest.remove(EndpointSliceReconciler.SERVICE_LABEL);
    rest.remove(EndpointSliceReconciler.MANAGER_LABEL);
    return rest;
  }

  private boolean isOwned(EndpointSlice slice) {
    return slice.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            owner ->
                owner.getUid().equals(service.getMetadata().getUid())
                    && owner.getKind().equals("Service")
                    && owner.getApiVersion().equals("v1"));
  }
}
