package io.jukung.admission.policy;

import dev.cel.common.types.CelType;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One expression of a policy, compiled or with the reason why it can't be; texts as {@code
 * k8s.io/apiserver/pkg/admission/plugin/cel} tells them. Immutable.
 *
 * @param error why it could not be compiled; empty when it could
 */
record Program(String text, Optional<Expression> compiled, String error) {
  /** What one evaluation came to. */
  sealed interface Result {
    /** A value. */
    record Value(Object value) implements Result {}

    /** A failure, in the words to tell. */
    record Failed(String message) implements Result {}
  }

  /** An evaluation, or those before it, took too long. */
  static final class OutOfBudget extends Exception {
    private static final long serialVersionUID = 1;

    OutOfBudget() {
      super(
          "validation failed due to running out of cost budget, no further validation rules will"
              + " be run");
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** Compiles; takes milliseconds. */
  static Program compile(AdmissionExpressions environment, String text, CelType... expected) {
    try {
      return new Program(text, Optional.of(environment.compile(text, expected)), "");
    } catch (CompileException e) {
      return new Program(text, Optional.empty(), e.getMessage());
    }
  }

  /** As {@link #compile}, what makes a message. */
  static Program compileMessage(AdmissionExpressions environment, String text) {
    try {
      return new Program(text, Optional.of(environment.compileMessage(text)), "");
    } catch (CompileException e) {
      return new Program(text, Optional.empty(), e.getMessage());
    }
  }

  Result evaluate(Map<String, Object> values, AtomicLong budget) throws OutOfBudget {
    if (compiled.isEmpty()) {
      return new Result.Failed("compilation error: " + error);
    }
    try {
      Expression.Outcome outcome = compiled.get().evaluate(values);
      spend(budget, outcome.cost());
      return new Result.Value(outcome.value());
    } catch (Expression.EvaluationException e) {
      spend(budget, e.cost());
      return new Result.Failed("expression '" + text + "' resulted in error: " + e.getMessage());
    }
  }

  private static void spend(AtomicLong budget, long cost) throws OutOfBudget {
    if (budget.addAndGet(-cost) < 0) {
      throw new OutOfBudget();
    }
  }
}
