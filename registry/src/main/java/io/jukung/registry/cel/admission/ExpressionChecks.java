package io.jukung.registry.cel.admission;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.Expressions.CompileException;
import io.jukung.registry.cel.admission.AdmissionExpressions.With;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/**
 * Whether the expressions of webhooks and policies can be compiled ({@code
 * pkg/apis/admissionregistration/validation/validation.go} at v1.36). What else is wrong with such
 * objects is not looked at; expressions that are missing are left alone.
 */
public final class ExpressionChecks {
  private static final CelType[] TEXT_OR_NULL = {SimpleType.STRING, SimpleType.NULL_TYPE};

  private final AdmissionExpressions environment;
  private final List<FieldError> errors;

  private ExpressionChecks(AdmissionExpressions environment, List<FieldError> errors) {
    this.environment = environment;
    this.errors = errors;
  }

  /** Adds what is wrong with a configuration of webhooks. */
  public static void webhooks(Spot root, List<FieldError> errors) {
    for (Spot webhook : root.at("webhooks").elements()) {
      if (webhook.has("matchConditions")) {
        new ExpressionChecks(new AdmissionExpressions(With.AUTHORIZER), errors).conditions(webhook);
      }
    }
  }

  /** Adds what is wrong with a validating policy. */
  public static void validatingPolicy(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    ExpressionChecks checks = ofPolicy(spec, errors);
    for (Spot validation : spec.at("validations").elements()) {
      var _ = checks.check(validation.at("expression"), SimpleType.BOOL);
      checks.message(validation.at("messageExpression"));
    }
    for (Spot annotation : spec.at("auditAnnotations").elements()) {
      var _ = checks.check(annotation.at("valueExpression"), TEXT_OR_NULL);
    }
  }

  /** Adds what is wrong with a mutating policy. */
  public static void mutatingPolicy(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    ExpressionChecks checks = ofPolicy(spec, errors);
    for (Spot mutation : spec.at("mutations").elements()) {
      checks.patch(mutation.at("applyConfiguration").at("expression"), false);
      checks.patch(mutation.at("jsonPatch").at("expression"), true);
    }
  }

  private static ExpressionChecks ofPolicy(Spot spec, List<FieldError> errors) {
    AdmissionExpressions environment =
        spec.has("paramKind")
            ? new AdmissionExpressions(With.PARAMS, With.VARIABLES, With.AUTHORIZER)
            : new AdmissionExpressions(With.VARIABLES, With.AUTHORIZER);
    ExpressionChecks checks = new ExpressionChecks(environment, errors);
    checks.conditions(spec);
    for (Spot variable : spec.at("variables").elements()) {
      CelType type = checks.check(variable.at("expression"));
      environment.variable(variable.at("name").text(), type);
    }
    return checks;
  }

  private void conditions(Spot holder) {
    for (Spot condition : holder.at("matchConditions").elements()) {
      var _ = check(condition.at("expression"), SimpleType.BOOL);
    }
  }

  /** The expression's type; any when it has none. */
  private CelType check(Spot expression, CelType... expected) {
    if (expression.text().isBlank()) {
      return SimpleType.DYN;
    }
    try {
      return environment.compile(expression.text(), expected).type();
    } catch (CompileException e) {
      errors.add(FieldError.invalid(expression.path(), expression.text(), e.getMessage()));
      return SimpleType.DYN;
    }
  }

  private void message(Spot expression) {
    if (expression.text().isBlank()) {
      return;
    }
    try {
      var _ = environment.compileMessage(expression.text());
    } catch (CompileException e) {
      errors.add(FieldError.invalid(expression.path(), expression.text(), e.getMessage()));
    }
  }

  private void patch(Spot expression, boolean list) {
    if (expression.text().isBlank()) {
      return;
    }
    try {
      var _ = environment.compilePatch(expression.text(), list);
    } catch (CompileException e) {
      errors.add(FieldError.invalid(expression.path(), expression.text(), e.getMessage()));
    }
  }
}
