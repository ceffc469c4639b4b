package io.jukung.registry.cel;

import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A compiled expression. Immutable; safe for all threads. */
public final class Expression {
  private final CelRuntime.Program program;
  private final CelType type;

  Expression(CelRuntime.Program program, CelType type) {
    this.program = program;
    this.type = type;
  }

  /** What it evaluates to. */
  public CelType type() {
    return type;
  }

  /** An evaluation that failed. */
  public static final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean overBudget;

    EvaluationException(String message, boolean overBudget) {
      super(message);
      this.overBudget = overBudget;
    }

    /** Why, in the words of the evaluation. */
    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }

    /** Whether it was cut short because it cost too much. */
    public boolean overBudget() {
      return overBudget;
    }
  }

  /** Stops an evaluation from inside. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop() {
      super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
  }

  /**
   * Evaluates.
   *
   * @param variables by name
   * @param budget how many steps all evaluations of a request may still take; this one's are taken
   *     off
   * @throws EvaluationException when it fails, or the budget is used up
   */
  public Object evaluate(Map<String, ?> variables, AtomicLong budget) throws EvaluationException {
    try {
      return program.trace(
          variables,
          (step, value) -> {
            if (budget.decrementAndGet() < 0) {
              throw new Stop();
            }
          });
    } catch (Stop e) {
      throw new EvaluationException(String.valueOf(e.getMessage()), true);
    } catch (CelEvaluationException e) {
      if (budget.get() < 0) {
        throw new EvaluationException("operation cancelled: actual cost limit exceeded", true);
      }
      throw new EvaluationException(String.valueOf(e.getMessage()), false);
    }
  }
}
