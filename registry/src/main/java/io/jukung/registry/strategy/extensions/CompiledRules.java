package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.cel.Costs;
import io.jukung.registry.crd.rules.RuleCosts;
import io.jukung.registry.status.FieldError;
import java.util.List;

/**
 * What is wrong with rules once they are compiled: faults, cost, and comparing with what has no
 * older state.
 *
 * @param costs whether a rule may be refused for its own cost
 * @param total takes the cost of each
 */
record CompiledRules(boolean costs, TotalCost total) {

  void check(
      String path,
      JsonNode source,
      RuleCosts.Estimated rule,
      Cardinality cardinality,
      String uncorrelated,
      List<FieldError> errors) {
    long times = cardinality.most().orElse(rule.maxCardinality());
    expensive(path + ".rule", "estimated rule cost", Costs.times(rule.cost(), times), errors);
    ObjectNode shown = InternalForm.rule(source);
    if (!rule.error().isEmpty()) {
      errors.add(FieldError.invalid(path + ".rule", shown, rule.error()));
    }
    if (!rule.messageError().isEmpty()) {
      errors.add(FieldError.invalid(path + ".messageExpression", shown, rule.messageError()));
    } else if (rule.messageCost().isPresent()) {
      expensive(
          path + ".messageExpression",
          "estimated messageExpression cost",
          rule.messageCost().getAsLong(),
          errors);
    }
    if (rule.transition() && !uncorrelated.isEmpty()) {
      errors.add(
          FieldError.invalid(
              path + ".rule",
              source.path("rule").asText(),
              "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                  + uncorrelated));
    } else if (!rule.transition() && source.hasNonNull("optionalOldSelf")) {
      errors.add(
          FieldError.invalid(
              path + ".optionalOldSelf",
              source.path("optionalOldSelf"),
              "may not be set if oldSelf is not used in rule"));
    }
  }

  private void expensive(String path, String what, long cost, List<FieldError> errors) {
    if (costs && Long.compareUnsigned(cost, TotalCost.RULE_LIMIT) > 0) {
      errors.add(FieldError.forbidden(path, TotalCost.message(what, cost, TotalCost.RULE_LIMIT)));
    }
    total.add(path, cost);
  }
}
