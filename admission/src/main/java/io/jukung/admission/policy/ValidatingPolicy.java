package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import io.jukung.registry.cel.admission.AdmissionExpressions.With;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A validating policy, compiled ({@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/validating/validator.go} at v1.36). Immutable.
 */
record ValidatingPolicy(
    PolicyHead head,
    Variables variables,
    MatchConditions conditions,
    List<Validation> validations,
    Map<String, Program> annotations) {
  /** What all rules of a policy may cost for one write. */
  private static final long BUDGET = 10_000_000;

  private static final CelType[] TEXT_OR_NULL = {SimpleType.STRING, SimpleType.NULL_TYPE};

  /**
   * One rule's refusal.
   *
   * @param index of the rule in the policy
   */
  record Refusal(int index, String message, String reason) {}

  /**
   * What a policy says of one write.
   *
   * @param failures of annotations: they refuse whatever the bindings' actions are
   */
  record Outcome(List<Refusal> refusals, Map<String, String> annotations, List<String> failures) {
    static final Outcome PASS = new Outcome(List.of(), Map.of(), List.of());
  }

  /** Compiles; takes milliseconds for each expression. */
  static ValidatingPolicy compile(JsonNode policy) {
    PolicyHead head = PolicyHead.of(policy);
    AdmissionExpressions environment =
        head.hasParams()
            ? new AdmissionExpressions(With.PARAMS, With.VARIABLES, With.AUTHORIZER)
            : new AdmissionExpressions(With.VARIABLES, With.AUTHORIZER);
    JsonNode spec = policy.path("spec");
    Variables variables = Variables.compile(spec.path("variables"), environment);
    List<Validation> validations = new ArrayList<>();
    spec.path("validations")
        .forEach(rule -> validations.add(Validation.compile(rule, environment)));
    Map<String, Program> annotations = new LinkedHashMap<>();
    spec.path("auditAnnotations")
        .forEach(
            one ->
                annotations.put(
                    one.path("key").asText(""),
                    Program.compile(
                        environment, one.path("valueExpression").asText(""), TEXT_OR_NULL)));
    return new ValidatingPolicy(
        head,
        variables,
        MatchConditions.compile(spec.path("matchConditions"), environment, head.ignoresFailures()),
        validations,
        annotations);
  }

  Outcome evaluate(Activation activation) {
    try {
      if (!conditions.hold(activation, variables)) {
        return Outcome.PASS;
      }
      List<Refusal> refusals = refusals(activation);
      Map<String, String> told = new LinkedHashMap<>();
      List<String> failures = new ArrayList<>();
      annotate(activation, told, failures);
      return new Outcome(refusals, told, failures);
    } catch (MatchConditions.UndecidedException | Program.OutOfBudget e) {
      return head.ignoresFailures()
          ? Outcome.PASS
          : new Outcome(
              List.of(new Refusal(0, String.valueOf(e.getMessage()), "")), Map.of(), List.of());
    }
  }

  private List<Refusal> refusals(Activation activation) throws Program.OutOfBudget {
    AtomicLong budget = new AtomicLong(BUDGET);
    Map<String, Object> values = variables.values(activation, budget);
    List<Refusal> refusals = new ArrayList<>();
    for (int i = 0; i < validations.size(); i++) {
      Validation validation = validations.get(i);
      switch (validation.program().evaluate(values, budget)) {
        case Program.Result.Failed(String message) -> {
          if (!head.ignoresFailures()) {
            refusals.add(new Refusal(i, message, ""));
          }
        }
        case Program.Result.Value(Object value) -> {
          if (!Boolean.TRUE.equals(value)) {
            refusals.add(new Refusal(i, told(validation, values, budget), validation.reason()));
          }
        }
      }
    }
    return refusals;
  }

  private static String told(Validation validation, Map<String, Object> values, AtomicLong budget) {
    try {
      return validation.message(values, budget);
    } catch (Program.OutOfBudget e) {
      return "failed messageExpression: " + e.getMessage();
    }
  }

  private void annotate(Activation activation, Map<String, String> told, List<String> failures)
      throws Program.OutOfBudget {
    if (annotations.isEmpty()) {
      return;
    }
    AtomicLong budget = new AtomicLong(BUDGET);
    Map<String, Object> values = variables.values(activation, budget);
    for (Map.Entry<String, Program> annotation : annotations.entrySet()) {
      switch (annotation.getValue().evaluate(values, budget)) {
        case Program.Result.Failed(String message) -> {
          if (!head.ignoresFailures()) {
            failures.add(message);
          }
        }
        case Program.Result.Value(Object value) -> {
          String text = value instanceof String made ? made.strip() : "";
          if (!text.isEmpty()) {
            told.put(annotation.getKey(), text);
          }
        }
      }
    }
  }
}
