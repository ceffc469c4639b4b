package io.jukung.controllers.servicecidr;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IPAddress;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDRBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Protects one ServiceCIDR while Services have addresses of it alone. */
public final class ServiceCidrReconciler implements Reconciler<String> {
  private static final String FINALIZER = "networking.k8s.io/service-cidr-finalizer";
  private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
  private static final String ALLOCATOR = "ipallocator.k8s.io";

  /** API servers may still give addresses of a range that has just been deleted. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Informer<ServiceCIDR> ranges;
  private final Informer<IPAddress> addresses;
  private final Clock clock;

  /** A reconciler that works through {@code client}. */
  public ServiceCidrReconciler(
      KubernetesClient client,
      Informer<ServiceCIDR> ranges,
      Informer<IPAddress> addresses,
      Clock clock) {
    this.client = client;
    this.ranges = ranges;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    Optional<ServiceCIDR> found = ranges.get("", name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ServiceCIDR range = found.get();
    if (range.getMetadata().getDeletionTimestamp() != null) {
      return letGo(range);
    }
    if (!range.getMetadata().getFinalizers().contains(FINALIZER)) {
      patch(name, "{\"metadata\":{\"finalizers\":[\"" + FINALIZER + "\"]}}");
    }
    tell(range, "True", "", "Kubernetes Service CIDR is ready");
    return Optional.empty();
  }

  private Optional<Duration> letGo(ServiceCIDR range) {
    if (!mayGo(range)) {
      tell(
          range,
          "False",
          "Terminating",
          "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a"
              + " new ServiceCIDR");
      return Optional.empty();
    }
    Instant deleted = Times.read(range.getMetadata().getDeletionTimestamp()).orElse(Instant.EPOCH);
    Duration left = Duration.between(Instant.now(clock), deleted.plus(GRACE));
    if (left.isPositive()) {
      return Optional.of(left);
    }
    if (range.getMetadata().getFinalizers().contains(FINALIZER)) {
      patch(
          range.getMetadata().getName(),
          "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"" + FINALIZER + "\"]}}");
    }
    return Optional.empty();
  }

  private boolean mayGo(ServiceCIDR range) {
    boolean covered =
        range.getSpec().getCidrs().stream()
            .map(Prefix::parse)
            .allMatch(own -> others(range).stream().anyMatch(other -> other.contains(own)));
    return covered
        || addresses.list().stream()
            .filter(ip -> ALLOCATOR.equals(Selectors.labels(ip).get(MANAGED_BY)))
            .map(ip -> Prefix.of(ip.getMetadata().getName()))
            .noneMatch(
                ip ->
                    prefixes(range).stream().anyMatch(own -> own.contains(ip))
                        && others(range).stream().noneMatch(other -> other.contains(ip)));
  }

  private List<Prefix> others(ServiceCIDR range) {
    String uid = range.getMetadata().getUid();
    return ranges.list().stream()
        .filter(other -> !other.getMetadata().getUid().equals(uid))
        .flatMap(other -> prefixes(other).stream())
        .toList();
  }

  private static List<Prefix> prefixes(ServiceCIDR range) {
    return range.getSpec().getCidrs().stream().map(Prefix::parse).toList();
  }

  private void tell(ServiceCIDR range, String status, String reason, String message) {
    boolean told =
        range.getStatus() != null
            && range.getStatus().getConditions().stream()
                .anyMatch(
                    c ->
                        c.getType().equals("Ready")
                            && c.getStatus().equals(status)
                            && message.equals(c.getMessage()));
    if (told) {
      return;
    }
    Condition ready =
        new ConditionBuilder()
            .withType("Ready")
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withLastTransitionTime(Times.now(clock))
            .build();
    ServiceCIDR live =
        client.resources(ServiceCIDR.class).withName(range.getMetadata().getName()).get();
    if (live != null) {
      var _ =
          client
              .resource(
                  new ServiceCIDRBuilder(live)
                      .withNewStatus()
                      .withConditions(ready)
                      .endStatus()
                      .build())
              .updateStatus();
    }
  }

  private void patch(String name, String body) {
    try {
      var _ =
          client
              .resources(ServiceCIDR.class)
              .withName(name)
              .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), body);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
