package io.jukung.controllers.ttl;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Removes one Job when its time after its end is over. */
public final class TtlAfterFinishedReconciler implements Reconciler<ObjectKey> {
  private final KubernetesClient client;
  private final Informer<Job> jobs;
  private final Clock clock;

  /** A reconciler that works through {@code client}. */
  public TtlAfterFinishedReconciler(KubernetesClient client, Informer<Job> jobs, Clock clock) {
    this.client = client;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<Duration> left = jobs.get(key).flatMap(this::left);
    if (left.isEmpty() || left.get().isPositive()) {
      return left;
    }
    // The informer may be behind, and the time to live may have been changed.
    Job live = client.batch().v1().jobs().inNamespace(key.namespace()).withName(key.name()).get();
    Optional<Duration> really = live == null ? Optional.empty() : left(live);
    if (live == null || really.isEmpty() || really.get().isPositive()) {
      return really;
    }
    client.raw(
        "/apis/batch/v1/namespaces/" + key.namespace() + "/jobs/" + key.name(),
        "DELETE",
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withPropagationPolicy("Foreground")
            .withNewPreconditions()
            .withUid(live.getMetadata().getUid())
            .endPreconditions()
            .build());
    return Optional.empty();
  }

  /** How long the Job still stays; empty when it is not to be removed. */
  private Optional<Duration> left(Job job) {
    Integer seconds = job.getSpec().getTtlSecondsAfterFinished();
    if (seconds == null
        || job.getMetadata().getDeletionTimestamp() != null
        || job.getStatus() == null) {
      return Optional.empty();
    }
    return job.getStatus().getConditions().stream()
        .filter(c -> c.getStatus().equals("True"))
        .filter(c -> c.getType().equals("Complete") || c.getType().equals("Failed"))
        .findFirst()
        .flatMap(c -> Times.read(c.getLastTransitionTime()))
        .map(end -> Duration.between(Instant.now(clock), end.plusSeconds(seconds)));
  }
}
