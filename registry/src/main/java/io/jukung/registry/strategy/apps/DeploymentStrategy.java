package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.IntOrPercent;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/** Deployments: their selector never changes. */
public final class DeploymentStrategy extends WorkloadStrategy {
  private static final List<String> COUNTS =
      List.of(
          "observedGeneration",
          "replicas",
          "updatedReplicas",
          "readyReplicas",
          "availableReplicas",
          "unavailableReplicas",
          "terminatingReplicas",
          "collisionCount");

  /** The strategy of the resource {@code deployments}. */
  public DeploymentStrategy(ResourceType type) {
    super(type, true);
  }

  @Override
  void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    Check.nonNegative(spec.at("replicas"), errors);
    Workloads.replicaSelector(spec, old, errors);
    rollout(spec.at("strategy"), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Check.nonNegative(spec.at("revisionHistoryLimit"), errors);
    Spot deadline = spec.at("progressDeadlineSeconds");
    Check.nonNegative(deadline, errors);
    if (deadline.has() && deadline.number() <= spec.at("minReadySeconds").number()) {
      Check.invalid(deadline, "must be greater than minReadySeconds", errors);
    }
  }

  @Override
  void change(Spot spec, JsonNode old, List<FieldError> errors) {
    Workloads.sameSelector(spec, old, errors);
  }

  @Override
  void status(Spot status, JsonNode old, List<FieldError> errors) {
    COUNTS.forEach(count -> Check.nonNegative(status.at(count), errors));
    Workloads.notOverReplicas(
        status, List.of("updatedReplicas", "readyReplicas", "availableReplicas"), errors);
    Workloads.availableAreReady(status, "readyReplicas", errors);
    Workloads.collisions(status, old, errors);
  }

  private static void rollout(Spot strategy, List<FieldError> errors) {
    Spot rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "Recreate" -> {
        if (rolling.has()) {
          Check.forbidden(
              rolling, "may not be specified when strategy `type` is 'Recreate'", errors);
        }
      }
      case "RollingUpdate" -> {
        Spot unavailable = rolling.at("maxUnavailable");
        IntOrPercent.check(unavailable, errors);
        IntOrPercent.check(rolling.at("maxSurge"), errors);
        if (IntOrPercent.value(unavailable) == 0
            && IntOrPercent.value(rolling.at("maxSurge")) == 0) {
          Check.invalid(unavailable, "may not be 0 when `maxSurge` is 0", errors);
        }
        IntOrPercent.notMoreThanAll(unavailable, errors);
      }
      default ->
          Workloads.unknownRollout(
              strategy, "apps.DeploymentStrategy", List.of("Recreate", "RollingUpdate"), errors);
    }
  }
}
