package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.object.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells of a rollout in the Deployment's status, and when it has taken too long. */
final class Progress {
  private final KubernetesClient client;
  private final Conditions conditions;
  private final Clock clock;

  Progress(KubernetesClient client, Conditions conditions, Clock clock) {
    this.client = client;
    this.conditions = conditions;
    this.clock = clock;
  }

  /** All pods are there, of the newest template, and serve. */
  static boolean isComplete(Deployment deployment, DeploymentStatus status) {
    int wanted = Sizes.wanted(deployment);
    return Sizes.zero(status.getUpdatedReplicas()) == wanted
        && Sizes.zero(status.getReplicas()) == wanted
        && Sizes.zero(status.getAvailableReplicas()) == wanted
        && status.getObservedGeneration() != null
        && status.getObservedGeneration() >= deployment.getMetadata().getGeneration();
  }

  /** Tells only how many pods there are. */
  void syncCounts(Deployment deployment, ReplicaSets sets) {
    update(deployment, counts(deployment, sets));
  }

  /** Tells how the rollout goes; when to look again for its deadline. */
  Optional<Duration> sync(Deployment deployment, ReplicaSets sets) {
    DeploymentStatus status = counts(deployment, sets);
    DeploymentStatus before = deployment.getStatus();
    Optional<DeploymentCondition> current = Conditions.get(before, Conditions.PROGRESSING);
    if (!Conditions.hasDeadline(deployment)) {
      Conditions.remove(status, Conditions.PROGRESSING);
    } else {
      boolean done =
          Sizes.zero(status.getReplicas()) == Sizes.zero(status.getUpdatedReplicas())
              && current
                  .filter(c -> Conditions.NEW_SET_AVAILABLE.equals(c.getReason()))
                  .isPresent();
      if (!done) {
        judge(deployment, sets, status, current);
      }
    }
    Optional<DeploymentCondition> failure = failure(sets);
    if (failure.isPresent()) {
      Conditions.set(status, failure.get());
    } else {
      Conditions.remove(status, Conditions.REPLICA_FAILURE);
    }
    return update(deployment, status) ? Optional.empty() : deadline(deployment, status, current);
  }

  private void judge(
      Deployment deployment,
      ReplicaSets sets,
      DeploymentStatus status,
      Optional<DeploymentCondition> current) {
    String what =
        sets.newest()
            .map(set -> "ReplicaSet \"" + set.getMetadata().getName() + "\"")
            .orElse("Deployment \"" + deployment.getMetadata().getName() + "\"");
    if (isComplete(deployment, status)) {
      Conditions.set(
          status,
          conditions.now(
              Conditions.PROGRESSING,
              "True",
              Conditions.NEW_SET_AVAILABLE,
              what + " has successfully progressed."));
    } else if (isProgress(deployment.getStatus(), status)) {
      DeploymentCondition condition =
          conditions.now(
              Conditions.PROGRESSING, "True", Conditions.SET_UPDATED, what + " is progressing.");
      current
          .filter(c -> c.getStatus().equals("True"))
          .ifPresent(c -> condition.setLastTransitionTime(c.getLastTransitionTime()));
      Conditions.remove(status, Conditions.PROGRESSING);
      Conditions.set(status, condition);
    } else if (isTimedOut(deployment, status)) {
      Conditions.set(
          status,
          conditions.now(
              Conditions.PROGRESSING,
              "False",
              Conditions.TIMED_OUT,
              what + " has timed out progressing."));
    }
  }

  private static boolean isProgress(DeploymentStatus before, DeploymentStatus after) {
    int oldBefore = Sizes.zero(before.getReplicas()) - Sizes.zero(before.getUpdatedReplicas());
    int oldAfter = Sizes.zero(after.getReplicas()) - Sizes.zero(after.getUpdatedReplicas());
    return Sizes.zero(after.getUpdatedReplicas()) > Sizes.zero(before.getUpdatedReplicas())
        || oldAfter < oldBefore
        || Sizes.zero(after.getReadyReplicas()) > Sizes.zero(before.getReadyReplicas())
        || Sizes.zero(after.getAvailableReplicas()) > Sizes.zero(before.getAvailableReplicas());
  }

  private boolean isTimedOut(Deployment deployment, DeploymentStatus status) {
    Optional<DeploymentCondition> condition = Conditions.get(status, Conditions.PROGRESSING);
    if (condition.isEmpty() || Conditions.NEW_SET_AVAILABLE.equals(condition.get().getReason())) {
      return false;
    }
    return Conditions.TIMED_OUT.equals(condition.get().getReason())
        || untilDeadline(deployment, condition.get()).isNegative();
  }

  private Duration untilDeadline(Deployment deployment, DeploymentCondition condition) {
    Instant now = Instant.now(clock);
    Instant from = Times.read(condition.getLastUpdateTime()).orElse(now);
    return Duration.between(
        now, from.plusSeconds(deployment.getSpec().getProgressDeadlineSeconds()));
  }

  private Optional<Duration> deadline(
      Deployment deployment, DeploymentStatus status, Optional<DeploymentCondition> current) {
    if (!Conditions.hasDeadline(deployment)
        || current.isEmpty()
        || isComplete(deployment, status)
        || Conditions.TIMED_OUT.equals(current.get().getReason())) {
      return Optional.empty();
    }
    Duration left = untilDeadline(deployment, current.get());
    // One more second, so that times in whole seconds do not make it early.
    return Optional.of((left.isNegative() ? Duration.ZERO : left).plusSeconds(1));
  }

  private static Optional<DeploymentCondition> failure(ReplicaSets sets) {
    List<ReplicaSet> newestFirst = new ArrayList<>();
    sets.newest().ifPresent(newestFirst::add);
    newestFirst.addAll(sets.old());
    return newestFirst.stream()
        .filter(set -> set.getStatus() != null)
        .flatMap(set -> set.getStatus().getConditions().stream())
        .filter(c -> c.getType().equals(Conditions.REPLICA_FAILURE))
        .map(Progress::condition)
        .findFirst();
  }

  private static DeploymentCondition condition(ReplicaSetCondition c) {
    return new DeploymentConditionBuilder()
        .withType(c.getType())
        .withStatus(c.getStatus())
        .withLastTransitionTime(c.getLastTransitionTime())
        .withLastUpdateTime(c.getLastTransitionTime())
        .withReason(c.getReason())
        .withMessage(c.getMessage())
        .build();
  }

  private DeploymentStatus counts(Deployment deployment, ReplicaSets sets) {
    List<ReplicaSet> all = sets.all();
    int available = Sizes.available(all);
    DeploymentStatus status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(Sizes.actual(all))
            .withUpdatedReplicas(Sizes.actual(sets.newest().stream().toList()))
            .withReadyReplicas(Sizes.ready(all))
            .withAvailableReplicas(available)
            .withUnavailableReplicas(Math.max(0, Sizes.wanted(all) - available))
            .withTerminatingReplicas(terminating(all).orElse(null))
            .withCollisionCount(deployment.getStatus().getCollisionCount())
            .withConditions(deployment.getStatus().getConditions())
            .build();
    boolean enough = available >= Sizes.wanted(deployment) - Sizes.maxUnavailable(deployment);
    Conditions.set(
        status,
        conditions.now(
            Conditions.AVAILABLE,
            enough ? "True" : "False",
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough
                ? "Deployment has minimum availability."
                : "Deployment does not have minimum availability."));
    return status;
  }

  /** Empty when a set that has told of its pods does not tell this. */
  private static Optional<Integer> terminating(List<ReplicaSet> sets) {
    int sum = 0;
    for (ReplicaSet set : sets) {
      var status = set.getStatus();
      if (status != null && status.getTerminatingReplicas() != null) {
        sum += status.getTerminatingReplicas();
      } else if (status != null
          && status.getObservedGeneration() != null
          && status.getObservedGeneration() != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(sum);
  }

  /** Whether there was something new to tell. */
  private boolean update(Deployment deployment, DeploymentStatus status) {
    if (normal(deployment.getStatus()).equals(normal(status))) {
      return false;
    }
    deployment.setStatus(status);
    var _ = client.resource(deployment).updateStatus();
    return true;
  }

  /** What is not there counts as zero. */
  private static DeploymentStatus normal(DeploymentStatus status) {
    return new DeploymentStatusBuilder(status)
        .withReplicas(Sizes.zero(status.getReplicas()))
        .withUpdatedReplicas(Sizes.zero(status.getUpdatedReplicas()))
        .withReadyReplicas(Sizes.zero(status.getReadyReplicas()))
        .withAvailableReplicas(Sizes.zero(status.getAvailableReplicas()))
        .withUnavailableReplicas(Sizes.zero(status.getUnavailableReplicas()))
        .build();
  }
}
