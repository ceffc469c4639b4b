package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the Endpoints of one Service: the older form, at most a thousand addresses. */
public final class EndpointsReconciler implements Reconciler<ObjectKey> {
  private static final String MANAGER_LABEL = "endpoints.kubernetes.io/managed-by";
  private static final String MANAGER = "endpoint-controller";
  private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

  private final KubernetesClient client;
  private final Informer<Service> services;
  private final Informer<Pod> pods;
  private final Informer<Endpoints> endpoints;
  private final EventRecorder events;
  private final TriggerTimes times = new TriggerTimes();

  /** The versions that were replaced by this controller: what shows them is behind. */
  private final Map<ObjectKey, String> replaced = new ConcurrentHashMap<>();

  /** A reconciler that works through {@code client}. */
  public EndpointsReconciler(
      KubernetesClient client,
      Informer<Service> services,
      Informer<Pod> pods,
      Informer<Endpoints> endpoints,
      EventRecorder events) {
    this.client = client;
    this.services = services;
    this.pods = pods;
    this.endpoints = endpoints;
    this.events = events;
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<Service> found = services.get(key);
    if (found.isEmpty()) {
      times.forget(key);
      replaced.remove(key);
      delete(key);
      return Optional.empty();
    }
    Service service = found.get();
    Map<String, String> selector = service.getSpec().getSelector();
    if ("ExternalName".equals(service.getSpec().getType())
        || selector == null
        || selector.isEmpty()) {
      return Optional.empty();
    }
    List<Pod> selected =
        pods.list(key.namespace()).stream()
            .filter(pod -> Selectors.matches(selector, Selectors.labels(pod)))
            .toList();
    Optional<Instant> trigger = times.next(service, selected);
    Subsets subsets = new Subsets();
    for (Pod pod : selected) {
      add(subsets, service, pod);
    }
    write(key, service, subsets, trigger);
    return Optional.empty();
  }

  private static void add(Subsets subsets, Service service, Pod pod) {
    boolean always = PodEndpoint.publishesNotReady(service);
    if (!PodEndpoint.belongs(pod, always)) {
      return;
    }
    List<String> families = service.getSpec().getIpFamilies();
    List<String> ips =
        PodEndpoint.addresses(pod, !families.isEmpty() && families.getFirst().equals("IPv6"));
    if (ips.isEmpty()) {
      return;
    }
    EndpointAddress address =
        new EndpointAddressBuilder()
            .withIp(ips.getFirst())
            .withNodeName(pod.getSpec().getNodeName())
            .withHostname(PodEndpoint.hostname(pod, service).orElse(null))
            .withTargetRef(PodEndpoint.reference(pod))
            .build();
    boolean ready = always || Pods.isReady(pod);
    if (service.getSpec().getPorts().isEmpty() && PodEndpoint.isHeadless(service)) {
      subsets.add(Optional.empty(), address, ready);
    }
    for (ServicePort port : service.getSpec().getPorts()) {
      OptionalInt number = PodEndpoint.port(pod, port);
      if (number.isPresent()) {
        subsets.add(Optional.of(port(port, number.getAsInt())), address, ready);
      }
    }
  }

  private static EndpointPort port(ServicePort port, int number) {
    return new EndpointPortBuilder()
        .withName(port.getName())
        .withPort(number)
        .withProtocol(port.getProtocol())
        .withAppProtocol(port.getAppProtocol())
        .build();
  }

  private void write(ObjectKey key, Service service, Subsets subsets, Optional<Instant> trigger) {
    Optional<Endpoints> current = endpoints.get(key);
    if (current
        .filter(c -> c.getMetadata().getResourceVersion().equals(replaced.get(key)))
        .isPresent()) {
      throw new IllegalStateException("endpoints informer cache is out of date");
    }
    boolean truncated = subsets.isOverCapacity();
    List<EndpointSubset> wanted = subsets.packed();
    Map<String, String> labels = new HashMap<>(Selectors.labels(service));
    labels.remove(EndpointSliceReconciler.HEADLESS_LABEL);
    if (PodEndpoint.isHeadless(service)) {
      labels.put(EndpointSliceReconciler.HEADLESS_LABEL, "");
    }
    labels.put(MANAGER_LABEL, MANAGER);
    if (current.isPresent()
        && current.get().getSubsets().equals(wanted)
        && Selectors.labels(current.get()).equals(labels)
        && Selectors.annotations(current.get()).containsKey(OVER_CAPACITY) == truncated) {
      return;
    }
    Map<String, String> annotations =
        new HashMap<>(current.map(Selectors::annotations).orElse(Map.of()));
    annotations.remove(TriggerTimes.ANNOTATION);
    trigger.ifPresent(time -> annotations.put(TriggerTimes.ANNOTATION, Times.text(time)));
    annotations.remove(OVER_CAPACITY);
    if (truncated) {
      annotations.put(OVER_CAPACITY, "truncated");
    }
    Endpoints changed =
        new EndpointsBuilder(current.orElseGet(Endpoints::new))
            .editOrNewMetadata()
            .withName(key.name())
            .withNamespace(key.namespace())
            .withLabels(labels)
            .withAnnotations(annotations)
            .endMetadata()
            .withSubsets(wanted)
            .build();
    send(key, changed, current.isEmpty());
    current.ifPresent(c -> replaced.put(key, c.getMetadata().getResourceVersion()));
  }

  private void send(ObjectKey key, Endpoints changed, boolean create) {
    try {
      var resource = client.resource(changed);
      var _ = create ? resource.create() : resource.update();
    } catch (KubernetesClientException e) {
      if (create && ApiErrors.isNamespaceTerminating(e)) {
        return;
      }
      events.warning(
          changed,
          create ? "FailedToCreateEndpoint" : "FailedToUpdateEndpoint",
          (create ? "Failed to create endpoint for service " : "Failed to update endpoint ")
              + key
              + ": "
              + ApiErrors.message(e));
      throw e;
    }
  }

  private void delete(ObjectKey key) {
    try {
      client.raw(
          "/api/v1/namespaces/" + key.namespace() + "/endpoints/" + key.name(), "DELETE", null);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
