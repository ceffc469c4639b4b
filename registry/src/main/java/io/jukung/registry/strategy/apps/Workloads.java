package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.PodSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks that the workload kinds share. */
final class Workloads {
  private Workloads() {}

  static Spot spec(ObjectNode object) {
    return new Spot(object.path("spec"), "spec");
  }

  /** A selector that selects something. */
  static void selector(Spot selector, String kind, List<FieldError> errors) {
    if (!selector.has()) {
      errors.add(FieldError.required(selector.path(), ""));
      return;
    }
    Check.selector(selector, errors);
    notEmpty(selector, kind, errors);
  }

  static void notEmpty(Spot selector, String kind, List<FieldError> errors) {
    if (selector.has()
        && selector.at("matchLabels").node().isEmpty()
        && selector.at("matchExpressions").node().isEmpty()) {
      Check.invalid(selector, "empty selector is invalid for " + kind, errors);
    }
  }

  /**
   * Labels that the selector selects; one that is not there selects nothing, an empty one is told
   * of elsewhere.
   */
  static void matches(Spot selector, Spot template, List<FieldError> errors) {
    JsonNode labels = template.node().path("metadata").path("labels");
    if (!selector.has() || !Check.selects(selector.node(), labels)) {
      Check.invalid(
          template.at("metadata").at("labels"),
          "`selector` does not match template `labels`",
          errors);
    }
  }

  /** Whether the selector can be used to select; one that is not there can. */
  static boolean usable(Spot selector) {
    List<FieldError> errors = new ArrayList<>();
    Check.selector(selector, errors);
    return errors.isEmpty();
  }

  /** A kind of rollout; upstream tells of the whole object around it. */
  static void rolloutType(Spot strategy, List<String> supported, List<FieldError> errors) {
    String type = strategy.at("type").text();
    if (!type.isEmpty() && !supported.contains(type)) {
      ObjectNode shown = JsonNodeFactory.instance.objectNode().put("Type", type);
      JsonNode rolling = strategy.at("rollingUpdate").node();
      shown.set("RollingUpdate", rolling.isObject() ? rolling : NullNode.getInstance());
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              strategy.path(),
              shown.toString(),
              FieldError.notSupported("", "", supported).detail()));
    }
  }

  /** A template of pods that run for ever. */
  static void template(
      Spot template, String kind, Set<String> furtherVolumes, List<FieldError> errors) {
    errors.addAll(PodSpecs.checkTemplate(template, furtherVolumes));
    restartsAlways(template, kind, errors);
  }

  static void restartsAlways(Spot template, String kind, List<FieldError> errors) {
    Spot spec = template.at("spec");
    Check.oneOf(spec.at("restartPolicy"), List.of("Always"), errors);
    if (spec.at("activeDeadlineSeconds").has()) {
      errors.add(
          FieldError.forbidden(
              spec.at("activeDeadlineSeconds").path(),
              "activeDeadlineSeconds in " + kind + " is not Supported"));
    }
  }

  /** The old value of a field of spec. */
  static JsonNode old(ObjectNode old, String field) {
    JsonNode value = old.path("spec").path(field);
    return value.isNull() ? MissingNode.getInstance() : value;
  }
}
