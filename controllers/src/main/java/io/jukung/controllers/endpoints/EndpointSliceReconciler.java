package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Keeps the EndpointSlices of one Service. */
public final class EndpointSliceReconciler implements Reconciler<ObjectKey> {
  /** Who says that a slice is this controller's. */
  public static final String MANAGER = "endpointslice-controller.k8s.io";

  static final String SERVICE_LABEL = "kubernetes.io/service-name";
  static final String MANAGER_LABEL = "endpointslice.kubernetes.io/managed-by";
  static final String HEADLESS_LABEL = "service.kubernetes.io/headless";
  private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

  private final KubernetesClient client;
  private final Informer<Service> services;
  private final Informer<Pod> pods;
  private final Informer<Node> nodes;
  private final Informer<EndpointSlice> slices;
  private final EventRecorder events;
  private final SliceTracker tracker = new SliceTracker();
  private final TriggerTimes times = new TriggerTimes();

  /** A reconciler that works through {@code client}. */
  public EndpointSliceReconciler(
      KubernetesClient client,
      Informer<Service> services,
      Informer<Pod> pods,
      Informer<Node> nodes,
      Informer<EndpointSlice> slices,
      EventRecorder events) {
    this.client = client;
    this.services = services;
    this.pods = pods;
    this.nodes = nodes;
    this.slices = slices;
    this.events = events;
  }

  /** The Service whose slice this is, if it is this controller's. */
  public static Optional<ObjectKey> serviceOf(EndpointSlice slice) {
    Map<String, String> labels = Selectors.labels(slice);
    return Optional.ofNullable(labels.get(SERVICE_LABEL))
        .filter(name -> MANAGER.equals(labels.get(MANAGER_LABEL)))
        .map(name -> new ObjectKey(slice.getMetadata().getNamespace(), name));
  }

  /** An informer no longer shows a slice; whether its Service has to be looked at. */
  public boolean sliceGone(EndpointSlice slice) {
    return serviceOf(slice).filter(service -> tracker.gone(service, slice)).isPresent();
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<Service> found = services.get(key);
    if (found.isEmpty()) {
      tracker.forget(key);
      times.forget(key);
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
    List<EndpointSlice> shown =
        slices.list(key.namespace()).stream()
            .filter(slice -> slice.getMetadata().getDeletionTimestamp() == null)
            .filter(slice -> serviceOf(slice).filter(key::equals).isPresent())
            .map(EndpointSliceReconciler::withLists)
            .toList();
    if (tracker.isBehind(key, shown)) {
      throw new IllegalStateException("EndpointSlice informer cache is out of date");
    }
    Optional<Instant> trigger = times.next(service, selected);
    try {
      reconcile(key, service, selected, shown, trigger);
    } catch (RuntimeException e) {
      events.warning(
          service,
          "FailedToUpdateEndpointSlices",
          "Error updating Endpoint Slices for Service " + key + ": " + ApiErrors.message(e));
      throw e;
    }
    return Optional.empty();
  }

  /** The API writes lists that are empty as null. */
  private static EndpointSlice withLists(EndpointSlice slice) {
    return slice.getPorts() != null && slice.getEndpoints() != null
        ? slice
        : new EndpointSliceBuilder(slice)
            .withPorts(Objects.requireNonNullElse(slice.getPorts(), List.of()))
            .withEndpoints(Objects.requireNonNullElse(slice.getEndpoints(), List.of()))
            .build();
  }

  private void reconcile(
      ObjectKey key,
      Service service,
      List<Pod> selected,
      List<EndpointSlice> shown,
      Optional<Instant> trigger) {
    SliceWriter writer = new SliceWriter(client, tracker, key, service, trigger);
    List<String> families = service.getSpec().getIpFamilies();
    List<EndpointSlice> left = new ArrayList<>(shown);
    Optional<String> nodeMissing = Optional.empty();
    for (String family : families.isEmpty() ? List.of("IPv4") : families) {
      List<EndpointSlice> existing =
          shown.stream().filter(slice -> slice.getAddressType().equals(family)).toList();
      left.removeAll(existing);
      Map<List<EndpointPort>, List<Endpoint>> wanted = new LinkedHashMap<>();
      for (Pod pod : selected) {
        if (PodEndpoint.belongs(pod, true)) {
          Optional<String> missing = add(wanted, service, pod, family);
          nodeMissing = missing.isPresent() ? missing : nodeMissing;
        }
      }
      writer.write(family, existing, wanted);
    }
    left.forEach(writer::delete);
    if (nodeMissing.isPresent()) {
      throw new IllegalStateException(nodeMissing.get());
    }
  }

  /** Adds a pod's endpoint; what is missing for it, if anything. */
  private Optional<String> add(
      Map<List<EndpointPort>, List<Endpoint>> wanted, Service service, Pod pod, String family) {
    List<Endpoint> same = wanted.computeIfAbsent(ports(service, pod), ports -> new ArrayList<>());
    String nodeName = Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
    Optional<Node> node = nodes.get("", nodeName);
    if (node.isEmpty() && !PodEndpoint.publishesNotReady(service)) {
      return Optional.of(
          "skipping Pod "
              + pod.getMetadata().getName()
              + " for Service "
              + ObjectKey.of(service)
              + ": Node "
              + nodeName
              + " Not Found");
    }
    List<String> addresses = PodEndpoint.addresses(pod, family.equals("IPv6"));
    if (!addresses.isEmpty()) {
      same.add(endpoint(service, pod, node, addresses));
    }
    return Optional.empty();
  }

  private static Endpoint endpoint(
      Service service, Pod pod, Optional<Node> node, List<String> addresses) {
    boolean serving = Pods.isReady(pod);
    boolean terminating = Pods.isDeleted(pod);
    return new EndpointBuilder()
        .withAddresses(addresses)
        .withNewConditions()
        .withReady(PodEndpoint.publishesNotReady(service) || (serving && !terminating))
        .withServing(serving)
        .withTerminating(terminating)
        .endConditions()
        .withTargetRef(PodEndpoint.reference(pod))
        .withNodeName(pod.getSpec().getNodeName())
        .withZone(node.map(n -> Selectors.labels(n).get(ZONE_LABEL)).orElse(null))
        .withHostname(PodEndpoint.hostname(pod, service).orElse(null))
        .build();
  }

  private static List<EndpointPort> ports(Service service, Pod pod) {
    List<EndpointPort> ports = new ArrayList<>();
    for (ServicePort port : service.getSpec().getPorts()) {
      OptionalInt number = PodEndpoint.port(pod, port);
      if (number.isPresent()) {
        ports.add(
            new EndpointPortBuilder()
                .withName(Objects.requireNonNullElse(port.getName(), ""))
                .withPort(number.getAsInt())
                .withProtocol(port.getProtocol())
                .withAppProtocol(port.getAppProtocol())
                .build());
      }
    }
    return PortOrder.sorted(ports);
  }
}
