package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The conditions that all have to hold for a policy or a webhook to be asked ({@code
 * k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions} at v1.36). Immutable.
 */
public final class MatchConditions {
  private static final long BUDGET = 2_500_000;

  private final List<Program> programs;
  private final boolean ignoresFailures;

  private MatchConditions(List<Program> programs, boolean ignoresFailures) {
    this.programs = List.copyOf(programs);
    this.ignoresFailures = ignoresFailures;
  }

  /** A condition that could not be decided, and whose failure counts. */
  public static final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1;

    UndecidedException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** Those of a webhook. */
  public static MatchConditions ofWebhook(JsonNode webhook) {
    return compile(
        webhook.path("matchConditions"),
        new AdmissionExpressions(AdmissionExpressions.With.AUTHORIZER),
        webhook.path("failurePolicy").asText("").equals("Ignore"));
  }

  static MatchConditions compile(
      JsonNode conditions, AdmissionExpressions environment, boolean ignoresFailures) {
    List<Program> programs = new ArrayList<>();
    for (JsonNode condition : conditions) {
      programs.add(
          Program.compile(environment, condition.path("expression").asText(""), SimpleType.BOOL));
    }
    return new MatchConditions(programs, ignoresFailures);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return programs.isEmpty();
  }

  /**
   * Whether all hold; one that does not hold outweighs those that fail.
   *
   * @throws UndecidedException when some fail, and failures are not ignored
   */
  public boolean hold(Activation activation) throws UndecidedException {
    return hold(activation.values(), new AtomicLong(BUDGET));
  }

  boolean hold(Activation activation, Variables variables) throws UndecidedException {
    AtomicLong budget = new AtomicLong(BUDGET);
    return hold(variables.values(activation, budget), budget);
  }

  private boolean hold(Map<String, Object> values, AtomicLong budget) throws UndecidedException {
    List<String> failures = new ArrayList<>();
    try {
      for (Program program : programs) {
        switch (program.evaluate(values, budget)) {
          case Program.Result.Failed(String message) -> failures.add(message);
          case Program.Result.Value(Object value) -> {
            if (!Boolean.TRUE.equals(value)) {
              return false;
            }
          }
        }
      }
    } catch (Program.OutOfBudget e) {
      failures.clear();
      failures.add(e.getMessage());
    }
    if (failures.isEmpty()) {
      return true;
    }
    if (ignoresFailures) {
      return false;
    }
    throw new UndecidedException(
        failures.size() == 1 ? failures.getFirst() : "[" + String.join(", ", failures) + "]");
  }
}
