package io.jukung.registry.strategy.admissionregistration;

import io.jukung.registry.cel.FieldNames;
import io.jukung.registry.cel.admission.ExpressionChecks;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Conditions;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** ValidatingAdmissionPolicies and MutatingAdmissionPolicies. */
public final class PolicyRules {
  private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
  private static final String NO_EXPRESSION = "expression is not specified";
  private static final int MAX_ANNOTATIONS = 20;
  private static final int MAX_ANNOTATION_LENGTH = 5 * 1024;

  private PolicyRules() {}

  /** Those of ValidatingAdmissionPolicies. */
  public static KindRules validating() {
    return KindRules.of(PolicyRules::validating)
        .status((root, old, errors) -> status(root.at("status"), errors))
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {});
  }

  /** Those of MutatingAdmissionPolicies. */
  public static KindRules mutating() {
    return KindRules.of(PolicyRules::mutating)
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {});
  }

  private static void status(Spot status, List<FieldError> errors) {
    for (Spot warning : status.at("typeChecking").at("expressionWarnings").elements()) {
      Check.required(warning.at("warning"), errors);
      if (warning.at("fieldRef").text().isBlank()) {
        Check.missing(warning.at("fieldRef"), "", errors);
      }
    }
    Conditions.check(status.at("conditions"), errors);
  }

  private static void validating(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    ExpressionChecks expressions =
        new ExpressionChecks(spec.has("paramKind"), spec.at("variables").size() > 0, errors);
    head(spec, errors);
    reach(spec, expressions, errors);
    Spot validations = spec.at("validations");
    Spot annotations = spec.at("auditAnnotations");
    if (validations.size() == 0 && annotations.size() == 0) {
      String detail = "validations or auditAnnotations must contain at least one item";
      Check.missing(validations, detail, errors);
      Check.missing(annotations, detail, errors);
      return;
    }
    validations.elements().forEach(each -> validation(each, expressions, errors));
    if (annotations.size() > MAX_ANNOTATIONS) {
      Check.invalid(
          annotations, "must not have more than " + MAX_ANNOTATIONS + " auditAnnotations", errors);
    }
    Set<String> keys = new HashSet<>();
    for (Spot annotation : annotations.elements()) {
      annotation(root.at("metadata").at("name").text(), annotation, expressions, errors);
      Spot key = annotation.at("key");
      if (!keys.add(key.text())) {
        errors.add(FieldError.duplicate(key.path(), key.text()));
      }
    }
  }

  private static void mutating(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    ExpressionChecks expressions = new ExpressionChecks(spec.has("paramKind"), true, errors);
    head(spec, errors);
    RequestRules.mutable(spec.at("matchConstraints"), errors);
    reach(spec, expressions, errors);
    Spot mutations = spec.at("mutations");
    if (mutations.size() == 0) {
      Check.missing(mutations, "mutations must contain at least one item", errors);
    }
    mutations.elements().forEach(each -> mutation(each, expressions, errors));
    Spot again = spec.at("reinvocationPolicy");
    if (again.text().isEmpty()) {
      Check.missing(again, "", errors);
    } else {
      Check.mustBeOneOf(again, List.of("IfNeeded", "Never"), errors);
    }
  }

  private static void head(Spot spec, List<FieldError> errors) {
    Spot failure = spec.at("failurePolicy");
    if (failure.has()) {
      Check.mustBeOneOf(failure, List.of("Fail", "Ignore"), errors);
    } else {
      Check.missing(failure, "", errors);
    }
    if (spec.has("paramKind")) {
      version(spec.at("paramKind").at("apiVersion"), errors);
      kind(spec.at("paramKind").at("kind"), errors);
    }
    Spot constraints = spec.at("matchConstraints");
    if (!constraints.has()) {
      Check.missing(constraints, "", errors);
      return;
    }
    RequestRules.match(constraints, errors);
    if (constraints.at("resourceRules").size() == 0) {
      Check.missing(constraints.at("resourceRules"), "", errors);
    }
  }

  private static void reach(Spot spec, ExpressionChecks expressions, List<FieldError> errors) {
    RequestRules.conditions(spec.at("matchConditions"), expressions, errors);
    for (Spot variable : spec.at("variables").elements()) {
      Spot name = variable.at("name");
      if (name.text().isBlank()) {
        Check.missing(name, "name is not specified", errors);
      } else if (!IDENTIFIER.matcher(name.text()).matches() || FieldNames.isReserved(name.text())) {
        Check.invalidText(name, "must be a valid CEL identifier", errors);
      }
      if (present(variable.at("expression"), errors)) {
        expressions.variable(variable);
      }
    }
  }

  private static void version(Spot version, List<FieldError> errors) {
    String text = version.text();
    int slash = text.indexOf('/');
    if (text.isEmpty()) {
      Check.missing(version, "", errors);
    } else if (slash != text.lastIndexOf('/')) {
      Check.invalidText(version, "unexpected GroupVersion string: " + text, errors);
    } else {
      String group = slash < 0 ? "" : text.substring(0, slash);
      String rest = text.substring(slash + 1);
      joined(version, group, group.isEmpty() ? List.of() : dns(group), "", errors);
      if (rest.isEmpty()) {
        Check.invalidText(version, "version must be specified", errors);
      } else {
        joined(version, rest, NameRule.DNS_1035_LABEL.errors(rest, false), "", errors);
      }
    }
  }

  private static List<String> dns(String group) {
    return NameRule.DNS_SUBDOMAIN.errors(group, false);
  }

  private static void kind(Spot kind, List<FieldError> errors) {
    if (kind.text().isEmpty()) {
      Check.missing(kind, "", errors);
      return;
    }
    joined(
        kind,
        kind.text(),
        NameRule.DNS_1035_LABEL.errors(kind.text().toLowerCase(Locale.ROOT), false),
        "may have mixed case, but should otherwise match: ",
        errors);
  }

  private static void joined(
      Spot spot, String value, List<String> problems, String intro, List<FieldError> errors) {
    if (!problems.isEmpty()) {
      errors.add(FieldError.invalid(spot.path(), value, intro + String.join(",", problems)));
    }
  }

  private static boolean present(Spot expression, List<FieldError> errors) {
    if (expression.text().isBlank()) {
      Check.missing(expression, NO_EXPRESSION, errors);
      return false;
    }
    return true;
  }

  private static void validation(
      Spot validation, ExpressionChecks expressions, List<FieldError> errors) {
    if (present(validation.at("expression"), errors)) {
      expressions.validation(validation.at("expression"));
    }
    String detail = "must be non-empty if specified";
    Spot message = validation.at("message");
    Spot computed = validation.at("messageExpression");
    if (!computed.text().isEmpty() && computed.text().isBlank()) {
      Check.invalidText(computed, detail, errors);
    } else if (!computed.text().isEmpty()) {
      expressions.message(computed);
    }
    if (!message.text().isEmpty() && message.text().isBlank()) {
      Check.invalidText(message, detail, errors);
    } else if (message.text().strip().matches("(?s).*[\\n\\r].*")) {
      Check.invalidText(message, "must not contain line breaks", errors);
    }
    Spot reason = validation.at("reason");
    if (reason.has()) {
      Check.mustBeOneOf(reason, List.of("Forbidden", "Invalid", "RequestEntityTooLarge"), errors);
    }
  }

  private static void annotation(
      String policy, Spot annotation, ExpressionChecks expressions, List<FieldError> errors) {
    Spot key = annotation.at("key");
    if (policy.isEmpty()) {
      Check.invalidText(key, "requires metadata.name be non-empty", errors);
    } else {
      Check.qualifiedName(key, policy + "/" + key.text(), errors);
    }
    Spot value = annotation.at("valueExpression");
    if (value.text().isBlank()) {
      Check.missing(value, "valueExpression is not specified", errors);
    } else if (value.text().strip().length() > MAX_ANNOTATION_LENGTH) {
      Check.missing(value, "must not exceed " + MAX_ANNOTATION_LENGTH + " bytes in length", errors);
    } else {
      expressions.annotation(value);
    }
  }

  private static void mutation(
      Spot mutation, ExpressionChecks expressions, List<FieldError> errors) {
    String type = mutation.at("patchType").text();
    switch (type) {
      case "" -> Check.missing(mutation.at("patchType"), "", errors);
      case "JSONPatch" ->
          patch(mutation, type, "jsonPatch", "applyConfiguration", expressions, errors);
      case "ApplyConfiguration" ->
          patch(mutation, type, "applyConfiguration", "jsonPatch", expressions, errors);
      default ->
          Check.mustBeOneOf(
              mutation.at("patchType"), List.of("ApplyConfiguration", "JSONPatch"), errors);
    }
  }

  private static void patch(
      Spot mutation,
      String type,
      String field,
      String other,
      ExpressionChecks expressions,
      List<FieldError> errors) {
    if (mutation.has(field)) {
      Spot expression = mutation.at(field).at("expression");
      if (expression.text().isBlank()) {
        Check.missing(expression, "", errors);
      } else {
        expressions.patch(expression, field.equals("jsonPatch"));
      }
    } else {
      Check.missing(mutation.at(field), "must be specified when patchType is " + type, errors);
    }
    if (mutation.has(other)) {
      errors.add(
          FieldError.invalid(
              mutation.at(other).path(),
              "{" + other + "}",
              "must not be specified when patchType is " + type));
    }
  }
}
