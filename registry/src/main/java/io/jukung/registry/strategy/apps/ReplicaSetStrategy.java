package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/** ReplicaSets: their selector never changes. */
public final class ReplicaSetStrategy extends WorkloadStrategy {
  private static final List<String> COUNTS =
      List.of(
          "replicas",
          "fullyLabeledReplicas",
          "readyReplicas",
          "availableReplicas",
          "observedGeneration",
          "terminatingReplicas");

  /** The strategy of the resource {@code replicasets}. */
  public ReplicaSetStrategy(ResourceType type) {
    super(type, true);
  }

  @Override
  void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    Check.nonNegative(spec.at("replicas"), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Workloads.replicaSelector(spec, old, errors);
  }

  @Override
  void change(Spot spec, JsonNode old, List<FieldError> errors) {
    Workloads.sameSelector(spec, old, errors);
  }

  @Override
  void status(Spot status, JsonNode old, List<FieldError> errors) {
    replicas(status, errors);
  }

  /** The status, which ReplicationControllers have in the same form. */
  static void replicas(Spot status, List<FieldError> errors) {
    COUNTS.forEach(count -> Check.nonNegative(status.at(count), errors));
    Workloads.notOverReplicas(
        status, List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"), errors);
    Workloads.availableAreReady(status, "readyReplicas", errors);
  }
}
