package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/**
 * The checks of when a single container restarts ({@code validateContainerRestartPolicy} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class RestartRules {
  private static final int MAX_RULES = 20;
  private static final int MAX_EXIT_CODES = 255;

  private RestartRules() {}

  static void check(Spot container, List<FieldError> errors) {
    Spot policy = container.at("restartPolicy");
    Spot rules = container.at("restartPolicyRules");
    if (policy.has()) {
      Check.mustBeOneOf(policy, List.of("Always", "Never", "OnFailure"), errors);
    } else if (rules.size() > 0) {
      Check.missing(policy, "must specify restartPolicy when restart rules are used", errors);
    }
    if (rules.size() > MAX_RULES) {
      errors.add(FieldError.tooMany(rules.path(), rules.size(), MAX_RULES));
    }
    rules.elements().forEach(rule -> rule(rule, errors));
  }

  private static void rule(Spot rule, List<FieldError> errors) {
    Check.mustBeOneOf(rule.at("action"), List.of("Restart", "RestartAllContainers"), errors);
    Spot codes = rule.at("exitCodes");
    if (!codes.has()) {
      Check.missing(codes, "must be specified", errors);
      return;
    }
    Check.mustBeOneOf(codes.at("operator"), List.of("In", "NotIn"), errors);
    Spot values = codes.at("values");
    if (values.size() > MAX_EXIT_CODES) {
      errors.add(FieldError.tooMany(values.path(), values.size(), MAX_EXIT_CODES));
    }
  }
}
