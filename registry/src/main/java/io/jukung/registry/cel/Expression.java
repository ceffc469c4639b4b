package io.jukung.registry.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled expression. Immutable; safe for all threads. */
public final class Expression {
  /** The most that one evaluation may cost, in CEL's units. */
  public static final long CALL_LIMIT = 1_000_000;

  private static final String OPTIONAL_SELECT = "_?._";

  private final CelAbstractSyntaxTree tree;
  private final CelRuntime.Program program;

  Expression(CelAbstractSyntaxTree tree, CelRuntime.Program program) {
    this.tree = tree;
    this.program = program;
  }

  /** What it evaluates to. */
  public CelType type() {
    return tree.getResultType();
  }

  /**
   * What an evaluation came to.
   *
   * @param cost in CEL's units
   */
  public record Outcome(Object value, long cost) {}

  /** An evaluation that failed. */
  public static final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean overLimit;
    private final long cost;

    EvaluationException(String message, boolean overLimit, long cost) {
      super(message);
      this.overLimit = overLimit;
      this.cost = cost;
    }

    /** Why, in the words of the evaluation. */
    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }

    /** Whether it was cut short because it cost too much. */
    public boolean overLimit() {
      return overLimit;
    }

    /** What it had cost by then. */
    public long cost() {
      return cost;
    }
  }

  /**
   * The most that an evaluation may cost, whatever the variables are; unsigned.
   *
   * @param sizes tells how large what lies at a path such as {@code self.names.@items} may be, as
   *     the number of its elements or bytes
   */
  public long worstCost(Sizes sizes) {
    return cost(path -> sizes.of(path).map(most -> new CostRange(0, most))).max();
  }

  CostRange cost(CostNode.Sizes sizes) {
    return CostEstimator.of(tree, sizes);
  }

  /** Tells how large values may be. */
  @FunctionalInterface
  public interface Sizes {
    /**
     * The most elements or bytes at a path; empty when nothing is known.
     *
     * @param path the first step is a variable's name, or a loop's over something unknown
     */
    Optional<Long> of(List<String> path);
  }

  /** Whether the expression refers to the variable. */
  public boolean uses(String variable) {
    return tree.getReferenceMap().values().stream()
        .anyMatch(reference -> reference.name().equals(variable));
  }

  /** Whether the expression reads a field of the variable, even to see whether it is there. */
  public boolean selects(String variable, String field) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(node -> node.expr())
        .anyMatch(
            expr ->
                switch (expr.getKind()) {
                  case SELECT ->
                      expr.select().field().equals(field)
                          && isVariable(expr.select().operand(), variable);
                  case CALL ->
                      expr.call().function().equals(OPTIONAL_SELECT)
                          && isVariable(expr.call().args().getFirst(), variable)
                          && expr.call()
                              .args()
                              .getLast()
                              .constantOrDefault()
                              .equals(CelConstant.ofValue(field));
                  default -> false;
                });
  }

  private static boolean isVariable(CelExpr expr, String variable) {
    return expr.identOrDefault().name().equals(variable);
  }

  /**
   * Evaluates.
   *
   * @param variables by name
   * @throws EvaluationException when it fails, or costs more than {@link #CALL_LIMIT}
   */
  public Outcome evaluate(Map<String, ?> variables) throws EvaluationException {
    CallMeter meter = new CallMeter(CALL_LIMIT);
    try {
      Object value = program.trace(variables, meter::step);
      if (meter.cost() > CALL_LIMIT) {
        // Logic may have taken the failure for a value.
        throw new CallMeter.OverLimit();
      }
      return new Outcome(value, meter.cost());
    } catch (CallMeter.OverLimit e) {
      throw new EvaluationException(String.valueOf(e.getMessage()), true, meter.cost());
    } catch (CelEvaluationException e) {
      if (meter.cost() > CALL_LIMIT) {
        throw new EvaluationException(
            "operation cancelled: actual cost limit exceeded", true, meter.cost());
      }
      throw new EvaluationException(
          ErrorTexts.evaluating(String.valueOf(e.getMessage())), false, meter.cost());
    }
  }
}
