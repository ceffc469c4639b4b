package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.node.LongNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of what becomes of a job whose pods fail ({@code validatePodFailurePolicy} in {@code
 * pkg/apis/batch/validation/validation.go} at v1.36).
 */
final class FailurePolicies {
  private static final int MAX_RULES = 20;
  private static final int MAX_PATTERNS = 20;
  private static final int MAX_EXIT_CODES = 255;
  private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");

  private FailurePolicies() {}

  static void check(Spot spec, List<FieldError> errors) {
    Spot rules = spec.at("podFailurePolicy").at("rules");
    tooMany(rules, MAX_RULES, errors);
    Set<String> names = new HashSet<>();
    for (String list : List.of("containers", "initContainers")) {
      for (Spot container : spec.at("template").at("spec").at(list).elements()) {
        names.add(container.at("name").text());
      }
    }
    for (Spot rule : rules.elements()) {
      action(rule.at("action"), spec, errors);
      Spot codes = rule.at("onExitCodes");
      Spot conditions = rule.at("onPodConditions");
      if (codes.has()) {
        codes(codes, names, errors);
      }
      conditions(conditions, errors);
      if (codes.has() && conditions.size() > 0) {
        errors.add(
            FieldError.invalidHidden(
                rule.path(), "specifying both OnExitCodes and OnPodConditions is not supported"));
      }
      if (!codes.has() && conditions.size() == 0) {
        errors.add(
            FieldError.invalidHidden(
                rule.path(), "specifying one of OnExitCodes and OnPodConditions is required"));
      }
    }
  }

  private static void tooMany(Spot list, int most, List<FieldError> errors) {
    if (list.size() > most) {
      errors.add(FieldError.tooMany(list.path(), list.size(), most));
    }
  }

  private static void action(Spot action, Spot spec, List<FieldError> errors) {
    if (action.text().equals("FailIndex")) {
      if (!spec.has("backoffLimitPerIndex")) {
        Check.invalidText(action, "requires the backoffLimitPerIndex to be set", errors);
      }
    } else {
      requiredOneOf(action, ACTIONS, errors);
    }
  }

  private static void requiredOneOf(Spot spot, List<String> supported, List<FieldError> errors) {
    if (spot.text().isEmpty()) {
      List<String> quoted = supported.stream().map(FieldError::quote).toList();
      Check.missing(spot, "valid values: [" + String.join(" ", quoted) + "]", errors);
    } else {
      Check.mustBeOneOf(spot, supported, errors);
    }
  }

  private static void conditions(Spot conditions, List<FieldError> errors) {
    tooMany(conditions, MAX_PATTERNS, errors);
    for (Spot pattern : conditions.elements()) {
      Check.qualifiedName(pattern.at("type"), errors);
      requiredOneOf(pattern.at("status"), STATUSES, errors);
    }
  }

  private static void codes(Spot codes, Set<String> names, List<FieldError> errors) {
    requiredOneOf(codes.at("operator"), List.of("In", "NotIn"), errors);
    Spot name = codes.at("containerName");
    if (name.has() && !names.contains(name.text())) {
      Check.invalidText(
          name, "must be one of the container or initContainer names in the pod template", errors);
    }
    Spot values = codes.at("values");
    if (values.size() == 0) {
      errors.add(InternalForm.invalid(values, "[]i", "at least one value is required"));
    }
    tooMany(values, MAX_EXIT_CODES, errors);
    boolean ordered = true;
    long before = Long.MIN_VALUE;
    Set<Long> seen = new HashSet<>();
    for (Spot value : values.elements()) {
      if (codes.at("operator").text().equals("In") && value.number() == 0) {
        Check.invalidNumber(value, "must not be 0 for the In operator", errors);
      }
      if (!seen.add(value.number())) {
        errors.add(
            FieldError.duplicateOf(value.path(), LongNode.valueOf(value.number()).toString()));
      }
      ordered &= before <= value.number();
      before = value.number();
    }
    if (!ordered) {
      errors.add(InternalForm.invalid(values, "[]i", "must be ordered"));
    }
  }
}
