package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** DaemonSets: their selector never changes, and the server counts the changes of the template. */
public final class DaemonSetStrategy extends GenericStrategy {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

  /** The strategy of the resource {@code daemonsets}. */
  public DaemonSetStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    object.withObject("/metadata/annotations").put(TEMPLATE_GENERATION, "1");
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    if (subresource.isEmpty()) {
      long generation = old.path("metadata").path("annotations").path(TEMPLATE_GENERATION).asLong();
      boolean changed =
          !Same.same(object.path("spec").path("template"), old.path("spec").path("template"));
      object
          .withObject("/metadata/annotations")
          .put(TEMPLATE_GENERATION, Long.toString(changed ? generation + 1 : generation));
    }
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
      Check.immutable(spec.at("selector"), Workloads.old(old, "selector"), errors);
      spec(spec, errors);
    }
    return errors;
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Spot selector = spec.at("selector");
    Check.selector(selector, errors);
    if (Workloads.usable(selector)) {
      Workloads.matches(selector, spec.at("template"), errors);
    }
    Workloads.notEmpty(selector, "daemonset", errors);
    Workloads.template(spec.at("template"), "DaemonSet", Set.of(), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Workloads.rolloutType(spec.at("updateStrategy"), List.of("RollingUpdate", "OnDelete"), errors);
    Check.nonNegative(spec.at("revisionHistoryLimit"), errors);
  }
}
