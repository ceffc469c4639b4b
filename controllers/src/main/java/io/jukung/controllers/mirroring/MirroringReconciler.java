package io.jukung.controllers.mirroring;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.endpoints.SliceTracker;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the EndpointSlices that mirror one Endpoints object. */
public final class MirroringReconciler implements Reconciler<ObjectKey> {
  /** Who says that a slice is this controller's. */
  public static final String MANAGER = "endpointslicemirroring-controller.k8s.io";

  static final String SERVICE_LABEL = "kubernetes.io/service-name";
  static final String MANAGER_LABEL = "endpointslice.kubernetes.io/managed-by";
  private static final String SKIP_LABEL = "endpointslice.kubernetes.io/skip-mirror";
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

  private final KubernetesClient client;
  private final Informer<Service> services;
  private final Informer<Endpoints> endpoints;
  private final Informer<EndpointSlice> slices;
  private final EventRecorder events;
  private final SliceTracker tracker = new SliceTracker();

  /** A reconciler that works through {@code client}. */
  public MirroringReconciler(
      KubernetesClient client,
      Informer<Service> services,
      Informer<Endpoints> endpoints,
      Informer<EndpointSlice> slices,
      EventRecorder events) {
    this.client = client;
    this.services = services;
    this.endpoints = endpoints;
    this.slices = slices;
    this.events = events;
  }

  /** The Endpoints whose slice this is, if it is this controller's. */
  public static Optional<ObjectKey> endpointsOf(EndpointSlice slice) {
    Map<String, String> labels = Selectors.labels(slice);
    return Optional.ofNullable(labels.get(SERVICE_LABEL))
        .filter(name -> MANAGER.equals(labels.get(MANAGER_LABEL)))
        .map(name -> new ObjectKey(slice.getMetadata().getNamespace(), name));
  }

  /** Whether Endpoints are mirrored at all: not those of locks, nor those that say so. */
  public static boolean mirrors(Endpoints object) {
    return !"true".equals(Selectors.labels(object).get(SKIP_LABEL))
        && !Selectors.annotations(object).containsKey(LEADER);
  }

  /** Whether a Service's endpoints are somebody else's to write. */
  public static boolean hasNoSelector(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector == null || selector.isEmpty();
  }

  /** An informer no longer shows a slice; whether its Endpoints have to be looked at. */
  public boolean sliceGone(EndpointSlice slice) {
    return endpointsOf(slice).filter(key -> tracker.gone(key, slice)).isPresent();
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    List<EndpointSlice> shown =
        slices.list(key.namespace()).stream()
            .filter(slice -> endpointsOf(slice).filter(key::equals).isPresent())
            .toList();
    Optional<Endpoints> found = endpoints.get(key).filter(MirroringReconciler::mirrors);
    boolean wanted = services.get(key).filter(MirroringReconciler::hasNoSelector).isPresent();
    MirrorWriter writer = new MirrorWriter(client, tracker, key);
    if (found.isEmpty() || !wanted) {
      tracker.forget(key);
      shown.forEach(writer::delete);
      tracker.forget(key);
      return Optional.empty();
    }
    if (tracker.isBehind(key, shown)) {
      throw new IllegalStateException("EndpointSlice informer cache is out of date");
    }
    Mirrored mirrored = Mirrored.of(found.get());
    tell(found.get(), mirrored);
    writer.write(found.get(), mirrored.groups(), shown);
    return Optional.empty();
  }

  private void tell(Endpoints object, Mirrored mirrored) {
    if (mirrored.invalid() > 0) {
      events.warning(
          object,
          "InvalidIPAddress",
          "Skipped "
              + mirrored.invalid()
              + " invalid IP addresses when mirroring to EndpointSlices");
    }
    if (mirrored.skipped() > mirrored.invalid()) {
      events.warning(
          object,
          "TooManyAddressesToMirror",
          "A max of "
              + Mirrored.MAX_ADDRESSES
              + " addresses can be mirrored to EndpointSlices per Endpoints subset. "
              + mirrored.skipped()
              + " addresses were skipped");
    }
  }
}
