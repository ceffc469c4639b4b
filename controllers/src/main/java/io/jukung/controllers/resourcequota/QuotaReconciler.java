package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Brings one quota's status up to date. */
public final class QuotaReconciler implements Reconciler<ObjectKey> {
  private static final Duration RESYNC = Duration.ofMinutes(5);

  /** How soon a resource that is not served is looked for again. */
  private static final Duration MISSING = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final Informer<ResourceQuota> quotas;
  private final List<Tracked<?>> tracked;
  private final Counters counters;

  QuotaReconciler(
      KubernetesClient client,
      Informer<ResourceQuota> quotas,
      List<Tracked<?>> tracked,
      Counters counters) {
    this.client = client;
    this.quotas = quotas;
    this.tracked = List.copyOf(tracked);
    this.counters = counters;
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<ResourceQuota> found = quotas.get(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ResourceQuota quota = found.get();
    Map<String, Quantity> hard = Amounts.of(quota.getSpec().getHard());
    ResourceQuotaStatus status = quota.getStatus();
    Map<String, Quantity> before = Amounts.of(status == null ? null : status.getUsed());
    Map<String, Quantity> used = new TreeMap<>(before);
    Set<String> unknown = new HashSet<>();
    used.putAll(count(quota, hard.keySet(), unknown));
    used.keySet().retainAll(hard.keySet());
    boolean told =
        status != null
            && status.getHard() != null
            && status.getUsed() != null
            && Amounts.same(hard, Amounts.of(status.getHard()))
            && Amounts.same(used, before);
    if (!told) {
      var _ =
          client
              .resource(
                  new ResourceQuotaBuilder(quota)
                      .withStatus(new ResourceQuotaStatus(hard, used))
                      .build())
              .updateStatus();
    }
    return Optional.of(unknown.isEmpty() ? RESYNC : MISSING);
  }

  /** What is used of each amount that somebody can count. */
  private Map<String, Quantity> count(ResourceQuota quota, Set<String> names, Set<String> unknown) {
    Map<String, Quantity> used = new TreeMap<>();
    tracked.forEach(resource -> used.putAll(resource.usage(quota, names)));
    boolean scoped = !Scopes.of(quota).isEmpty();
    for (String name : names) {
      Optional<String> resource = Counters.resource(name);
      if (used.containsKey(name) || resource.isEmpty()) {
        continue;
      }
      OptionalInt number = counters.count(resource.get(), quota.getMetadata().getNamespace());
      if (number.isEmpty()) {
        unknown.add(name);
      } else {
        // Objects of which only the number counts are in no scope.
        used.put(name, new Quantity(Integer.toString(scoped ? 0 : number.getAsInt())));
      }
    }
    return used;
  }
}
