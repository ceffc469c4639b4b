package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.jukung.controllers.object.Times;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a Deployment's status, as {@code util/deployment_util.go} sets them. */
final class Conditions {
  static final String AVAILABLE = "Available";
  static final String PROGRESSING = "Progressing";
  static final String REPLICA_FAILURE = "ReplicaFailure";

  static final String NEW_SET_CREATED = "NewReplicaSetCreated";
  static final String NEW_SET_FOUND = "FoundNewReplicaSet";
  static final String NEW_SET_AVAILABLE = "NewReplicaSetAvailable";
  static final String SET_UPDATED = "ReplicaSetUpdated";
  static final String SET_CREATE_ERROR = "ReplicaSetCreateError";
  static final String TIMED_OUT = "ProgressDeadlineExceeded";
  static final String PAUSED = "DeploymentPaused";
  static final String RESUMED = "DeploymentResumed";

  private final Clock clock;

  Conditions(Clock clock) {
    this.clock = clock;
  }

  /** A condition as of now. */
  DeploymentCondition now(String type, String status, String reason, String message) {
    String now = Times.now(clock);
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withLastUpdateTime(now)
        .withLastTransitionTime(now)
        .withReason(reason)
        .withMessage(message)
        .build();
  }

  static Optional<DeploymentCondition> get(DeploymentStatus status, String type) {
    return status.getConditions().stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  /** Sets a condition unless one of the same status and reason is there. */
  static void set(DeploymentStatus status, DeploymentCondition condition) {
    Optional<DeploymentCondition> current = get(status, condition.getType());
    boolean same = current.isPresent() && current.get().getStatus().equals(condition.getStatus());
    if (same && current.get().getReason().equals(condition.getReason())) {
      return;
    }
    if (same) {
      condition.setLastTransitionTime(current.get().getLastTransitionTime());
    }
    remove(status, condition.getType());
    List<DeploymentCondition> all = new ArrayList<>(status.getConditions());
    all.add(condition);
    status.setConditions(all);
  }

  static void remove(DeploymentStatus status, String type) {
    status.setConditions(
        status.getConditions().stream().filter(c -> !c.getType().equals(type)).toList());
  }

  static boolean hasDeadline(Deployment deployment) {
    Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
    return seconds != null && seconds != Integer.MAX_VALUE;
  }
}
