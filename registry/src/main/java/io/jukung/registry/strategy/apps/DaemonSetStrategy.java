package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.IntOrPercent;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/** DaemonSets: their selector never changes, and the server counts the changes of the template. */
public final class DaemonSetStrategy extends WorkloadStrategy {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
  private static final List<String> COUNTS =
      List.of(
          "currentNumberScheduled",
          "numberMisscheduled",
          "desiredNumberScheduled",
          "numberReady",
          "observedGeneration",
          "updatedNumberScheduled",
          "numberAvailable",
          "numberUnavailable",
          "collisionCount");

  /** The strategy of the resource {@code daemonsets}. */
  public DaemonSetStrategy(ResourceType type) {
    super(type, false);
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
  void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    if (old.isObject()) {
      Workloads.sameSelector(spec, old, errors);
    }
    Spot selector = spec.at("selector");
    Check.selector(selector, errors);
    if (Workloads.usable(selector)) {
      Workloads.matches(selector, spec.at("template"), errors);
    }
    Workloads.notEmpty(selector, "daemonset", errors);
    Workloads.template(spec.at("template"), "DaemonSet", old.path("template"), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    rollout(spec.at("updateStrategy"), errors);
    Check.nonNegative(spec.at("revisionHistoryLimit"), errors);
  }

  @Override
  void change(Spot spec, JsonNode old, List<FieldError> errors) {}

  @Override
  void status(Spot status, JsonNode old, List<FieldError> errors) {
    COUNTS.forEach(count -> Check.nonNegative(status.at(count), errors));
    Workloads.collisions(status, old, errors);
  }

  private static void rollout(Spot strategy, List<FieldError> errors) {
    Spot rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "OnDelete" -> {}
      case "RollingUpdate" -> {
        if (rolling.has()) {
          rolling(rolling, errors);
        } else {
          Check.missing(rolling, "", errors);
        }
      }
      default ->
          Workloads.unknownRollout(
              strategy,
              "apps.DaemonSetUpdateStrategy",
              List.of("RollingUpdate", "OnDelete"),
              errors);
    }
  }

  private static void rolling(Spot rolling, List<FieldError> errors) {
    Spot unavailable = rolling.at("maxUnavailable");
    Spot surge = rolling.at("maxSurge");
    IntOrPercent.check(unavailable, errors);
    IntOrPercent.check(surge, errors);
    IntOrPercent.notMoreThanAll(unavailable, errors);
    IntOrPercent.notMoreThanAll(surge, errors);
    boolean stops = IntOrPercent.value(unavailable) != 0;
    boolean starts = IntOrPercent.value(surge) != 0;
    if (stops && starts) {
      Check.invalid(surge, "may not be set when maxUnavailable is non-zero", errors);
    } else if (!stops && !starts) {
      Check.missing(unavailable, "cannot be 0 when maxSurge is 0", errors);
    }
  }
}
