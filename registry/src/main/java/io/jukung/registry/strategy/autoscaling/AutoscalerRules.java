package io.jukung.registry.strategy.autoscaling;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;

/** HorizontalPodAutoscalers, judged in the form of v2. */
public final class AutoscalerRules {
  private static final int MAX_PERIOD_SECONDS = 1800;
  private static final int MAX_STABILIZATION_SECONDS = 3600;

  private AutoscalerRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> spec(root.at("spec"), true, 1, errors))
        .changes(KindRules.Order.CHANGE, AutoscalerRules::change)
        .status(
            (root, old, errors) -> {
              Check.nonNegative(root.at("status").at("currentReplicas"), errors);
              Check.nonNegative(root.at("status").at("desiredReplicas"), errors);
            });
  }

  private static void change(Spot root, Spot old, List<FieldError> errors) {
    Spot before = old.at("spec");
    boolean checkVersion =
        apiVersionProblem(before.at("scaleTargetRef").at("apiVersion").text(), true).isEmpty();
    boolean zero = before.at("minReplicas").has() && before.at("minReplicas").number() == 0;
    spec(root.at("spec"), checkVersion, zero ? 0 : 1, errors);
  }

  private static void spec(Spot spec, boolean checkVersion, int least, List<FieldError> errors) {
    Spot min = spec.at("minReplicas");
    Spot max = spec.at("maxReplicas");
    if (min.has() && min.number() < least) {
      Check.invalid(min, "must be greater than or equal to " + least, errors);
    }
    if (max.number() == 0) {
      Check.missing(max, "must be set and greater than 0", errors);
    } else if (max.number() < 0) {
      Check.invalid(max, "must be greater than or equal to 1", errors);
    }
    if (min.has() && max.number() < min.number()) {
      Check.invalidNumber(max, "must be greater than or equal to `minReplicas`", errors);
    }
    reference(spec.at("scaleTargetRef"), checkVersion, true, errors);
    boolean scalesFromZero = false;
    for (Spot metric : spec.at("metrics").elements()) {
      Metrics.check(metric, errors);
      String type = metric.at("type").text();
      scalesFromZero |= type.equals("Object") || type.equals("External");
    }
    if (min.has() && min.number() == 0 && !scalesFromZero) {
      Check.forbidden(
          spec.at("metrics"),
          "must specify at least one Object or External metric to support scaling to zero replicas",
          errors);
    }
    for (String direction : List.of("scaleUp", "scaleDown")) {
      Spot rules = spec.at("behavior").at(direction);
      if (rules.has()) {
        scaling(rules, errors);
      }
    }
  }

  /** A reference to what is scaled or measured. */
  static void reference(
      Spot reference, boolean checkVersion, boolean needsGroup, List<FieldError> errors) {
    Check.requiredName(reference.at("kind"), NameRule.PATH_SEGMENT, errors);
    Check.requiredName(reference.at("name"), NameRule.PATH_SEGMENT, errors);
    Spot version = reference.at("apiVersion");
    String problem = checkVersion ? apiVersionProblem(version.text(), needsGroup) : "";
    if (!problem.isEmpty()) {
      Check.invalidText(version, problem, errors);
    }
  }

  private static String apiVersionProblem(String version, boolean needsGroup) {
    int slash = version.indexOf('/');
    if (slash != version.lastIndexOf('/')) {
      return "unexpected GroupVersion string: " + version;
    }
    return needsGroup && slash <= 0 ? "apiVersion must specify API group" : "";
  }

  private static void scaling(Spot rules, List<FieldError> errors) {
    Spot window = rules.at("stabilizationWindowSeconds");
    if (window.number() < 0) {
      Check.invalid(window, "must be greater than or equal to zero", errors);
    }
    if (window.number() > MAX_STABILIZATION_SECONDS) {
      Check.invalid(window, "must be less than or equal to " + MAX_STABILIZATION_SECONDS, errors);
    }
    if (rules.has("selectPolicy")) {
      Check.mustBeOneOf(rules.at("selectPolicy"), List.of("Disabled", "Max", "Min"), errors);
    }
    if (rules.at("policies").size() == 0) {
      Check.missing(rules.at("policies"), "must specify at least one Policy", errors);
    }
    for (Spot policy : rules.at("policies").elements()) {
      Check.mustBeOneOf(policy.at("type"), List.of("Percent", "Pods"), errors);
      Spot period = policy.at("periodSeconds");
      for (Spot number : List.of(policy.at("value"), period)) {
        if (number.number() <= 0) {
          Check.invalidNumber(number, "must be greater than zero", errors);
        }
      }
      if (period.number() > MAX_PERIOD_SECONDS) {
        Check.invalid(period, "must be less than or equal to " + MAX_PERIOD_SECONDS, errors);
      }
    }
    if (rules.has("tolerance")) {
      Check.nonNegativeQuantity(rules.at("tolerance"), errors);
    }
  }
}
