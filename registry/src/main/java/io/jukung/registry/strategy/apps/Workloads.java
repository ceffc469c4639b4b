package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.pod.PodTemplates;
import java.util.ArrayList;
import java.util.List;

/** Checks that the workload kinds share. */
final class Workloads {
  private static final String SELECTOR = "*meta.LabelSelector";

  private Workloads() {}

  /** A selector that selects something. */
  static void selector(Spot selector, String kind, List<FieldError> errors) {
    if (!selector.has()) {
      Check.missing(selector, "", errors);
      return;
    }
    Check.selector(selector, errors);
    notEmpty(selector, kind, errors);
  }

  static void notEmpty(Spot selector, String kind, List<FieldError> errors) {
    if (selector.has()
        && selector.at("matchLabels").size() == 0
        && selector.at("matchExpressions").size() == 0) {
      errors.add(InternalForm.invalid(selector, SELECTOR, "empty selector is invalid for " + kind));
    }
  }

  /** The selector and the template of what keeps a number of pods. */
  static void replicaSelector(Spot spec, JsonNode old, List<FieldError> errors) {
    Spot selector = spec.at("selector");
    selector(selector, "deployment", errors);
    if (usable(selector)) {
      matches(selector, spec.at("template"), errors);
      template(spec.at("template"), "ReplicaSet", old.path("template"), errors);
    } else {
      errors.add(InternalForm.invalid(selector, SELECTOR, "invalid label selector"));
    }
  }

  /** A selector that no update may change. */
  static void sameSelector(Spot spec, JsonNode old, List<FieldError> errors) {
    JsonNode before = old.path("selector");
    InternalForm.immutable(
        spec.at("selector"),
        before.isNull() ? MissingNode.getInstance() : before,
        SELECTOR,
        errors);
  }

  /** Labels that the selector selects; one that is not there selects nothing. */
  static void matches(Spot selector, Spot template, List<FieldError> errors) {
    Spot labels = template.at("metadata").at("labels");
    if (!selector.has() || !Check.selects(selector.node(), labels.node())) {
      errors.add(
          InternalForm.invalid(labels, "{}s", "`selector` does not match template `labels`"));
    }
  }

  /** Whether the selector can be used to select; one that is not there can. */
  static boolean usable(Spot selector) {
    List<FieldError> errors = new ArrayList<>();
    Check.selector(selector, errors);
    return errors.isEmpty();
  }

  /** An unknown kind of rollout; upstream tells of the whole object around it. */
  static void unknownRollout(
      Spot strategy, String type, List<String> supported, List<FieldError> errors) {
    errors.add(
        new FieldError(
            FieldError.Type.NOT_SUPPORTED,
            strategy.path(),
            InternalForm.of(type, strategy.node()).toString(),
            FieldError.notSupported("", "", supported).detail()));
  }

  /** A template of pods that run for ever. */
  static void template(Spot template, String kind, JsonNode old, List<FieldError> errors) {
    PodTemplates.check(template, old, errors);
    restartsAlways(template, kind, errors);
  }

  static void restartsAlways(Spot template, String kind, List<FieldError> errors) {
    Spot spec = template.at("spec");
    Check.mustBeOneOf(spec.at("restartPolicy"), List.of("Always"), errors);
    if (spec.has("activeDeadlineSeconds")) {
      Check.forbidden(
          spec.at("activeDeadlineSeconds"),
          "activeDeadlineSeconds in " + kind + " is not Supported",
          errors);
    }
  }

  /** Counts of a status that can't be more than its replicas. */
  static void notOverReplicas(Spot status, List<String> counts, List<FieldError> errors) {
    for (String count : counts) {
      if (status.at(count).number() > status.at("replicas").number()) {
        Check.invalidNumber(status.at(count), "cannot be greater than status.replicas", errors);
      }
    }
  }

  /** What is available is ready. */
  static void availableAreReady(Spot status, String ready, List<FieldError> errors) {
    Spot available = status.at("availableReplicas");
    if (available.number() > status.at("readyReplicas").number()) {
      Check.invalidNumber(available, "cannot be greater than " + ready, errors);
    }
  }

  /** A count that only grows. */
  static void collisions(Spot status, JsonNode old, List<FieldError> errors) {
    Spot count = status.at("collisionCount");
    if (old.path("collisionCount").isNumber()
        && count.number() < old.path("collisionCount").asLong()) {
      Check.invalidNumber(count, "cannot be decremented", errors);
    }
  }
}
