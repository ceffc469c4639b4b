package io.jukung.registry.cel.admission;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.cel.admission.AdmissionExpressions.With;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the expressions of one webhook or policy can be compiled ({@code
 * pkg/apis/admissionregistration/validation/validation.go} at v1.36). An environment is made when
 * the first expression needs it. Used by one thread.
 */
public final class ExpressionChecks {
  private static final CelType[] TEXT_OR_NULL = {SimpleType.STRING, SimpleType.NULL_TYPE};

  private final boolean params;
  private final boolean variables;
  private final List<FieldError> errors;
  private @Nullable AdmissionExpressions forConditions;
  private @Nullable AdmissionExpressions forRest;

  /**
   * Checks that add what is wrong to {@code errors}.
   *
   * @param params whether expressions may use a policy's parameters
   * @param variables whether those but match conditions may use a policy's variables
   */
  public ExpressionChecks(boolean params, boolean variables, List<FieldError> errors) {
    this.params = params;
    this.variables = variables;
    this.errors = errors;
  }

  @FunctionalInterface
  private interface Compilation {
    CelType type() throws CompileException;
  }

  /** A match condition, which sees no variables. */
  public void condition(Spot expression) {
    String text = expression.text().strip();
    var _ = check(expression, text, () -> conditions().compile(text, SimpleType.BOOL).type());
  }

  /** The expression of a validation. */
  public void validation(Spot expression) {
    String text = expression.text();
    var _ = check(expression, text, () -> rest().compile(text, SimpleType.BOOL).type());
  }

  /** The expression that makes the message of a validation. */
  public void message(Spot expression) {
    String text = expression.text();
    var _ = check(expression, text, () -> rest().compileMessage(text).type());
  }

  /** The value of an audit annotation. */
  public void annotation(Spot expression) {
    String text = expression.text();
    var _ = check(expression, text, () -> rest().compile(text.strip(), TEXT_OR_NULL).type());
  }

  /** A variable, which those after it may use. */
  public void variable(Spot variable) {
    Spot expression = variable.at("expression");
    String text = expression.text();
    CelType type = check(expression, text, () -> rest().compile(text).type());
    rest().variable(variable.at("name").text(), type);
  }

  /**
   * A patch.
   *
   * @param list whether it makes a list of {@code JSONPatch}, and not an {@code Object}
   */
  public void patch(Spot expression, boolean list) {
    String text = expression.text().strip();
    var _ = check(expression, text, () -> rest().compilePatch(text, list).type());
  }

  /** The expression's type; any when it has none. */
  private CelType check(Spot expression, String shown, Compilation compilation) {
    try {
      return compilation.type();
    } catch (CompileException e) {
      errors.add(FieldError.invalid(expression.path(), shown, e.getMessage()));
      return SimpleType.DYN;
    }
  }

  private AdmissionExpressions conditions() {
    if (forConditions == null) {
      forConditions = environment(false);
    }
    return forConditions;
  }

  private AdmissionExpressions rest() {
    if (forRest == null) {
      forRest = environment(variables);
    }
    return forRest;
  }

  private AdmissionExpressions environment(boolean withVariables) {
    Set<With> with = EnumSet.of(With.AUTHORIZER);
    if (params) {
      with.add(With.PARAMS);
    }
    if (withVariables) {
      with.add(With.VARIABLES);
    }
    return new AdmissionExpressions(with.toArray(With[]::new));
  }
}
