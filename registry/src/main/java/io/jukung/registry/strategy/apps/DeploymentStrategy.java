package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.IntOrPercent;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Deployments: their selector never changes. */
public final class DeploymentStrategy extends GenericStrategy {
  /** The strategy of the resource {@code deployments}. */
  public DeploymentStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    spec(Workloads.spec(object), errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (!subresource.equals("status")) {
      Spot spec = Workloads.spec(object);
      spec(spec, errors);
      Check.immutable(spec.at("selector"), Workloads.old(old, "selector"), errors);
    }
    return errors;
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Check.nonNegative(spec.at("replicas"), errors);
    Workloads.selector(spec.at("selector"), "deployment", errors);
    if (Workloads.usable(spec.at("selector"))) {
      Workloads.matches(spec.at("selector"), spec.at("template"), errors);
      Workloads.template(spec.at("template"), "ReplicaSet", Set.of(), errors);
    } else {
      Check.invalid(spec.at("selector"), "invalid label selector", errors);
    }
    rollout(spec.at("strategy"), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Check.nonNegative(spec.at("revisionHistoryLimit"), errors);
    Spot deadline = spec.at("progressDeadlineSeconds");
    Check.nonNegative(deadline, errors);
    if (deadline.has() && deadline.number() <= spec.at("minReadySeconds").number()) {
      Check.invalid(deadline, "must be greater than minReadySeconds", errors);
    }
  }

  private static void rollout(Spot strategy, List<FieldError> errors) {
    Spot rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "Recreate" -> {
        if (rolling.has()) {
          errors.add(
              FieldError.forbidden(
                  rolling.path(),
                  "may not be specified when strategy `type` is '"
                      + strategy.at("type").text()
                      + "'"));
        }
      }
      case "RollingUpdate" -> {
        Spot unavailable = rolling.at("maxUnavailable");
        IntOrPercent.check(unavailable, errors);
        IntOrPercent.check(rolling.at("maxSurge"), errors);
        if (unavailable.has()
            && IntOrPercent.value(unavailable) == 0
            && IntOrPercent.value(rolling.at("maxSurge")) == 0) {
          Check.invalid(unavailable, "may not be 0 when `maxSurge` is 0", errors);
        }
        IntOrPercent.notMoreThanAll(unavailable, errors);
      }
      default -> Workloads.rolloutType(strategy, List.of("Recreate", "RollingUpdate"), errors);
    }
  }
}
