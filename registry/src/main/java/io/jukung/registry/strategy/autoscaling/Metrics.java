package io.jukung.registry.strategy.autoscaling;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.Resources;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Map;

/** The metrics of HorizontalPodAutoscalers. */
final class Metrics {
  private static final List<String> TYPES =
      List.of("ContainerResource", "External", "Object", "Pods", "Resource");
  private static final Map<String, String> FIELDS =
      Map.of(
          "Object", "object",
          "Pods", "pods",
          "Resource", "resource",
          "External", "external",
          "ContainerResource", "containerResource");

  /** In the order upstream looks at them; only the first is judged. */
  private static final List<String> SOURCES =
      List.of("object", "external", "pods", "resource", "containerResource");

  private Metrics() {}

  static void check(Spot metric, List<FieldError> errors) {
    Spot type = metric.at("type");
    if (type.text().isEmpty()) {
      Check.missing(type, "must specify a metric source type", errors);
    }
    Check.mustBeOneOf(type, TYPES, errors);
    List<String> present = SOURCES.stream().filter(metric::has).toList();
    if (!present.isEmpty()) {
      source(metric.at(present.getFirst()), present.getFirst(), errors);
    }
    String expected = FIELDS.getOrDefault(type.text(), "");
    if (expected.isEmpty()) {
      Check.mustBeOneOf(type, TYPES, errors);
    } else if (!metric.has(expected)) {
      Check.missing(
          metric.at(expected), "must populate information for the given metric source", errors);
    }
    if (present.size() != 1) {
      for (String source : present) {
        if (!source.equals(expected)) {
          Check.forbidden(metric.at(source), "must populate the given metric source only", errors);
        }
      }
    }
  }

  private static void source(Spot source, String kind, List<FieldError> errors) {
    switch (kind) {
      case "object" -> {
        AutoscalerRules.reference(source.at("describedObject"), true, false, errors);
        identifier(source, errors);
        target(source.at("target"), errors);
        valueOrAverage(source, "must set either a target value or averageValue", errors);
      }
      case "external" -> {
        identifier(source, errors);
        target(source.at("target"), errors);
        valueOrAverage(
            source, "must set either a target value for metric or a per-pod target", errors);
        if (source.at("target").has("value") && source.at("target").has("averageValue")) {
          Check.forbidden(
              source.at("target").at("value"),
              "may not set both a target value for metric and a per-pod target",
              errors);
        }
      }
      case "pods" -> {
        identifier(source, errors);
        target(source.at("target"), errors);
        if (!source.at("target").has("averageValue")) {
          Check.missing(
              source.at("target").at("averageValue"),
              "must specify a positive target averageValue",
              errors);
        }
      }
      default -> resource(source, kind.equals("containerResource"), errors);
    }
  }

  private static void valueOrAverage(Spot source, String detail, List<FieldError> errors) {
    Spot target = source.at("target");
    if (!target.has("value") && !target.has("averageValue")) {
      Check.missing(target.at("averageValue"), detail, errors);
    }
  }

  private static void resource(Spot source, boolean ofContainer, List<FieldError> errors) {
    Spot name = source.at("name");
    if (name.text().isEmpty()) {
      Check.missing(name, "must specify a resource name", errors);
    } else if (ofContainer) {
      Resources.containerResourceName(name, name.text(), errors);
    }
    if (ofContainer) {
      Spot container = source.at("container");
      if (container.text().isEmpty()) {
        Check.missing(container, "must specify a container", errors);
      } else {
        Check.name(container, NameRule.DNS_LABEL, errors);
      }
    }
    Spot target = source.at("target");
    target(target, errors);
    boolean utilization = target.has("averageUtilization");
    boolean value = target.has("averageValue");
    if (!utilization && !value) {
      Check.missing(
          target.at("averageUtilization"),
          "must set either a target raw value or a target utilization",
          errors);
    }
    if (utilization && value) {
      Check.forbidden(
          target.at("averageValue"),
          "may not set both a target raw value and a target utilization",
          errors);
    }
  }

  private static void identifier(Spot source, List<FieldError> errors) {
    Spot name = source.at("metric").at("name");
    if (name.text().isEmpty()) {
      Check.missing(name, "must specify a metric name", errors);
    } else {
      Check.name(name, NameRule.PATH_SEGMENT, errors);
    }
  }

  private static void target(Spot target, List<FieldError> errors) {
    Spot type = target.at("type");
    if (type.text().isEmpty()) {
      Check.missing(type, "must specify a metric target type", errors);
    }
    if (!List.of("Utilization", "Value", "AverageValue").contains(type.text())) {
      Check.invalidText(type, "must be either Utilization, Value, or AverageValue", errors);
    }
    for (String field : List.of("value", "averageValue")) {
      if (target.has(field) && Amount.of(target.at(field).text()).signum() != 1) {
        Check.invalid(target.at(field), "must be positive", errors);
      }
    }
    if (target.has("averageUtilization") && target.at("averageUtilization").number() < 1) {
      Check.invalid(target.at("averageUtilization"), "must be greater than 0", errors);
    }
  }
}
