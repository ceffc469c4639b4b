package io.jukung.controllers.replicaset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.pod.Claims;
import io.jukung.controllers.pod.Expectations;
import io.jukung.controllers.pod.PodControl;
import io.jukung.controllers.pod.PodRanking;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.pod.SlowStart;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one object's number of pods and tells of it.
 *
 * @param <T> the kind
 */
public final class ReplicaReconciler<T extends HasMetadata> implements Reconciler<ObjectKey> {
  /** At most so many pods are made or deleted before their changes have been seen. */
  private static final int BURST = 500;

  private static final int STATUS_ATTEMPTS = 2;

  private final ReplicaKind<T> kind;
  private final KubernetesClient client;
  private final Informer<T> objects;
  private final Informer<Pod> pods;
  private final Expectations<ObjectKey, ObjectKey> expectations;
  private final PodControl control;
  private final Claims claims;
  private final Clock clock;

  /** A reconciler that works through {@code client}. */
  public ReplicaReconciler(
      ReplicaKind<T> kind,
      KubernetesClient client,
      Informer<T> objects,
      Informer<Pod> pods,
      Expectations<ObjectKey, ObjectKey> expectations,
      PodControl control,
      Clock clock) {
    this.kind = kind;
    this.client = client;
    this.objects = objects;
    this.pods = pods;
    this.expectations = expectations;
    this.control = control;
    this.claims = new Claims(client);
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<T> found = objects.get(key);
    if (found.isEmpty()) {
      expectations.forget(key);
      return Optional.empty();
    }
    T object = found.get();
    boolean seenAll = expectations.satisfied(key);
    List<Pod> all = Pods.controlledByOrOrphans(pods, object);
    List<Pod> active =
        claims.claim(
            object, all.stream().filter(Pods::isActive).toList(), pod -> kind.matches(object, pod));
    int terminating =
        (int)
            all.stream()
                .filter(Pods::isTerminating)
                .filter(pod -> Owners.isControlledBy(pod, object) && kind.matches(object, pod))
                .count();
    Optional<RuntimeException> failure =
        seenAll && object.getMetadata().getDeletionTimestamp() == null
            ? manage(key, object, active)
            : Optional.empty();
    Instant now = Instant.now(clock);
    ReplicaStatus status = status(object, active, terminating, failure, now);
    update(object, status);
    if (failure.isPresent()) {
      throw failure.get();
    }
    int minReady = kind.minReadySeconds(object);
    if (minReady == 0 || status.ready() == status.available()) {
      return Optional.empty();
    }
    return Pods.nextAvailable(active, minReady, now)
        .or(() -> Optional.of(Duration.ofSeconds(minReady)));
  }

  /** Makes or deletes pods; what went wrong, if anything. */
  private Optional<RuntimeException> manage(ObjectKey key, T object, List<Pod> active) {
    int tooMany = active.size() - kind.replicas(object);
    if (tooMany < 0) {
      return create(key, object, Math.min(-tooMany, BURST));
    }
    return tooMany > 0 ? delete(key, object, active, Math.min(tooMany, BURST)) : Optional.empty();
  }

  private Optional<RuntimeException> create(ObjectKey key, T object, int count) {
    expectations.expectCreations(key, count);
    Pod pod = PodControl.fromTemplate(kind.template(object), object);
    SlowStart.Outcome outcome =
        SlowStart.run(
            count,
            1,
            () -> {
              try {
                var _ = control.create(pod, object);
              } catch (KubernetesClientException e) {
                // In a namespace that is going away nothing can be made any more.
                if (!ApiErrors.isNamespaceTerminating(e)) {
                  throw e;
                }
              }
            });
    for (int i = outcome.successes(); i < count; i++) {
      expectations.creationObserved(key);
    }
    return outcome.failure();
  }

  private Optional<RuntimeException> delete(ObjectKey key, T object, List<Pod> active, int count) {
    List<Pod> doomed = new ArrayList<>(active);
    if (count < active.size()) {
      doomed.sort(new PodRanking(related(object), Instant.now(clock)));
    }
    doomed = doomed.subList(0, count);
    expectations.expectDeletions(key, doomed.stream().map(ObjectKey::of).toList());
    List<Runnable> work = new ArrayList<>();
    for (Pod pod : doomed) {
      work.add(
          () -> {
            try {
              control.delete(pod, object);
            } catch (KubernetesClientException e) {
              expectations.deletionObserved(key, ObjectKey.of(pod));
              if (!ApiErrors.isNotFound(e)) {
                throw e;
              }
            }
          });
    }
    return SlowStart.all(work).failure();
  }

  /** The pods of all objects that have the same controller as this one. */
  private List<Pod> related(T object) {
    return Owners.controllerOf(object)
        .map(
            owner ->
                objects.list(object.getMetadata().getNamespace()).stream()
                    .filter(
                        other ->
                            Owners.controllerOf(other)
                                .filter(o -> o.getUid().equals(owner.getUid()))
                                .isPresent())
                    .flatMap(other -> Pods.controlledBy(pods, other).stream())
                    .toList())
        .orElse(List.of());
  }

  private ReplicaStatus status(
      T object,
      List<Pod> active,
      int terminating,
      Optional<RuntimeException> failure,
      Instant now) {
    Map<String, String> labels = templateLabels(object);
    int minReady = kind.minReadySeconds(object);
    int labeled = 0;
    int ready = 0;
    int available = 0;
    for (Pod pod : active) {
      labeled += Selectors.matches(labels, Selectors.labels(pod)) ? 1 : 0;
      ready += Pods.isReady(pod) ? 1 : 0;
      available += Pods.isAvailable(pod, minReady, now) ? 1 : 0;
    }
    ReplicaStatus before = kind.status(object);
    Optional<Integer> counted =
        kind instanceof ReplicaSetKind ? Optional.of(terminating) : Optional.empty();
    return new ReplicaStatus(
        active.size(),
        labeled,
        ready,
        available,
        counted,
        before.observedGeneration(),
        ReplicaFailures.merge(
            before.conditions(), failure, active.size() - kind.replicas(object), now));
  }

  private Map<String, String> templateLabels(T object) {
    var metadata = kind.template(object).getMetadata();
    return metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels();
  }

  private void update(T object, ReplicaStatus status) {
    ReplicaStatus wanted = status.observing(object.getMetadata().getGeneration());
    if (wanted.equals(kind.status(object))) {
      return;
    }
    T current = object;
    for (int attempt = 1; ; attempt++) {
      try {
        var _ = client.resource(kind.withStatus(current, wanted)).updateStatus();
        return;
      } catch (KubernetesClientException e) {
        if (attempt == STATUS_ATTEMPTS) {
          throw e;
        }
        T live = client.resource(object).get();
        if (live == null) {
          throw e;
        }
        current = live;
      }
    }
  }
}
