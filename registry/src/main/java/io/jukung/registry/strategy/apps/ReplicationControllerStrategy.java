package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.Map;

/**
 * ReplicationControllers ({@code pkg/registry/core/replicationcontroller} and {@code
 * ValidateReplicationControllerSpec} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
public final class ReplicationControllerStrategy extends WorkloadStrategy {
  /** The strategy of the resource {@code replicationcontrollers}. */
  public ReplicationControllerStrategy(ResourceType type) {
    super(type, true);
  }

  @Override
  void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Spot selector = spec.at("selector");
    if (selector.size() == 0) {
      Check.missing(selector, "", errors);
    }
    if (spec.has("replicas")) {
      Check.nonNegative(spec.at("replicas"), errors);
    } else {
      Check.missing(spec.at("replicas"), "", errors);
    }
    Spot template = spec.at("template");
    if (!template.has()) {
      Check.missing(template, "", errors);
      return;
    }
    Spot labels = template.at("metadata").at("labels");
    for (Map.Entry<String, JsonNode> label : selector.node().properties()) {
      if (!label.getValue().equals(labels.node().path(label.getKey()))) {
        errors.add(
            InternalForm.invalid(labels, "{}s", "`selector` does not match template `labels`"));
        break;
      }
    }
    Workloads.template(template, "ReplicationController", old.path("template"), errors);
  }

  @Override
  void change(Spot spec, JsonNode old, List<FieldError> errors) {}

  @Override
  void status(Spot status, JsonNode old, List<FieldError> errors) {
    ReplicaSetStrategy.replicas(status, errors);
  }
}
