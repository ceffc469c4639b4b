package io.jukung.registry.strategy.policy;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Conditions;
import io.jukung.registry.strategy.check.IntOrPercent;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/** PodDisruptionBudgets; upstream leaves their metadata to the checks all kinds share. */
public final class DisruptionBudgetRules {
  private DisruptionBudgetRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> spec(root.at("spec"), errors))
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {})
        .status(
            (root, old, errors) -> {
              Spot status = root.at("status");
              Conditions.check(status.at("conditions"), errors);
              for (String field :
                  List.of(
                      "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
                Check.nonNegative(status.at(field), errors);
              }
            });
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Spot least = spec.at("minAvailable");
    Spot most = spec.at("maxUnavailable");
    if (least.has() && most.has()) {
      errors.add(
          FieldError.invalid(
              spec.path(),
              InternalForm.of("policy.PodDisruptionBudgetSpec", spec.node()),
              "minAvailable and maxUnavailable cannot be both set"));
    }
    for (Spot number : List.of(least, most)) {
      if (number.has()) {
        IntOrPercent.check(number, errors);
        IntOrPercent.notMoreThanAll(number, errors);
      }
    }
    if (spec.has("selector")) {
      Check.selector(spec.at("selector"), errors);
    }
    if (spec.has("unhealthyPodEvictionPolicy")) {
      Check.mustBeOneOf(
          spec.at("unhealthyPodEvictionPolicy"), List.of("AlwaysAllow", "IfHealthyBudget"), errors);
    }
  }
}
