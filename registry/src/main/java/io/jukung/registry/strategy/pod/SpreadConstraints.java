package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of how pods spread ({@code validateTopologySpreadConstraints} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class SpreadConstraints {
  private static final String STRICT = "DoNotSchedule";

  private SpreadConstraints() {}

  static void check(PodScope scope) {
    List<FieldError> errors = scope.errors();
    List<Spot> constraints = scope.spec().at("topologySpreadConstraints").elements();
    for (int i = 0; i < constraints.size(); i++) {
      Spot constraint = constraints.get(i);
      Check.positive(constraint.at("maxSkew"), errors);
      if (constraint.at("topologyKey").text().isEmpty()) {
        Check.missing(constraint.at("topologyKey"), "can not be empty", errors);
      }
      Check.mustBeOneOf(
          constraint.at("whenUnsatisfiable"), List.of(STRICT, "ScheduleAnyway"), errors);
      repeated(constraint, constraints.subList(i + 1, constraints.size()), errors);
      domains(constraint, errors);
      for (String policy : List.of("nodeAffinityPolicy", "nodeTaintsPolicy")) {
        if (constraint.has(policy)) {
          Check.mustBeOneOf(constraint.at(policy), List.of("Honor", "Ignore"), errors);
        }
      }
      if (scope.leeway().spreadKeys()) {
        olderKeys(constraint, errors);
      } else {
        PodAffinities.labelKeys(constraint, errors);
      }
      if (!scope.leeway().spreadSelectors()) {
        Check.selector(constraint.at("labelSelector"), errors);
      }
    }
  }

  private static String pair(Spot constraint) {
    return "{"
        + constraint.at("topologyKey").text()
        + ", "
        + constraint.at("whenUnsatisfiable").text()
        + "}";
  }

  private static void repeated(Spot constraint, List<Spot> others, List<FieldError> errors) {
    String pair = pair(constraint);
    if (others.stream().anyMatch(other -> pair(other).equals(pair))) {
      errors.add(
          FieldError.duplicate(constraint.at("{topologyKey, whenUnsatisfiable}").path(), pair));
    }
  }

  private static void domains(Spot constraint, List<FieldError> errors) {
    Spot domains = constraint.at("minDomains");
    if (!domains.has()) {
      return;
    }
    Check.positive(domains, errors);
    String action = constraint.at("whenUnsatisfiable").text();
    if (!action.equals(STRICT)) {
      Check.invalidNumber(
          domains,
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action,
          errors);
    }
  }

  /** The rules before selectors got what the keys add. */
  private static void olderKeys(Spot constraint, List<FieldError> errors) {
    Spot keys = constraint.at("matchLabelKeys");
    Spot selector = constraint.at("labelSelector");
    if (keys.size() == 0) {
      return;
    }
    if (!selector.has()) {
      Check.forbidden(keys, "must not be specified when labelSelector is not set", errors);
    }
    Set<String> selected = new HashSet<>(selector.at("matchLabels").elementsByKey().keySet());
    for (Spot expression : selector.at("matchExpressions").elements()) {
      selected.add(expression.at("key").text());
    }
    for (Spot key : keys.elements()) {
      Check.qualifiedName(key, errors);
      if (selected.contains(key.text())) {
        Check.invalidText(key, "exists in both matchLabelKeys and labelSelector", errors);
      }
    }
  }

  /** Invalid selectors of a spec. */
  static void selectors(Spot spec, List<FieldError> errors) {
    for (Spot constraint : spec.at("topologySpreadConstraints").elements()) {
      Check.selector(constraint.at("labelSelector"), errors);
    }
  }

  /** Invalid label keys of a spec. */
  static void keys(Spot spec, List<FieldError> errors) {
    for (Spot constraint : spec.at("topologySpreadConstraints").elements()) {
      PodAffinities.labelKeys(constraint, errors);
    }
  }
}
