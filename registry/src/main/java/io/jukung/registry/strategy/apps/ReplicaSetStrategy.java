package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** ReplicaSets: their selector never changes. */
public final class ReplicaSetStrategy extends GenericStrategy {
  /** The strategy of the resource {@code replicasets}. */
  public ReplicaSetStrategy(ResourceType type) {
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
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Workloads.selector(spec.at("selector"), "deployment", errors);
    if (Workloads.usable(spec.at("selector"))) {
      Workloads.matches(spec.at("selector"), spec.at("template"), errors);
      Workloads.template(spec.at("template"), "ReplicaSet", Set.of(), errors);
    } else {
      Check.invalid(spec.at("selector"), "invalid label selector", errors);
    }
  }
}
