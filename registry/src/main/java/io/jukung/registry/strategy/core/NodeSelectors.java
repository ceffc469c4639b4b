package io.jukung.registry.strategy.core;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checks of what selects nodes, and of tolerations and taints ({@code ValidateNodeSelector},
 * {@code ValidateTolerations} and their like in {@code pkg/apis/core/validation/validation.go}, the
 * deprecated labels of {@code pkg/api/node/util.go}, at v1.36).
 */
public final class NodeSelectors {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final int MAX_WEIGHT = 100;
  private static final Map<String, String> DEPRECATED =
      Map.of(
          "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
          "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
          "failure-domain.beta.kubernetes.io/region",
              "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
          "failure-domain.beta.kubernetes.io/zone",
              "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
          "beta.kubernetes.io/instance-type",
              "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
          "app.kubernetes.io/created-by", "deprecated since v1.9",
          "scheduler.alpha.kubernetes.io/preferAvoidPods",
              "deprecated since v1.22; use Taints and Tolerations instead",
          "node-role.kubernetes.io/master",
              "use \"node-role.kubernetes.io/control-plane\" instead");

  private NodeSelectors() {}

  /** A {@code NodeSelector}. */
  public static void check(Spot selector, List<FieldError> errors) {
    check(selector, true, errors);
  }

  /**
   * A {@code NodeSelector}.
   *
   * @param values whether its values must be ones labels can have
   */
  public static void check(Spot selector, boolean values, List<FieldError> errors) {
    Spot terms = selector.at("nodeSelectorTerms");
    if (terms.size() == 0) {
      Check.missing(terms, "must have at least one node selector term", errors);
    }
    for (Spot term : terms.elements()) {
      term(term, values, errors);
    }
  }

  /** Preferred terms, each with its weight. */
  public static void preferred(Spot terms, List<FieldError> errors) {
    for (Spot term : terms.elements()) {
      weight(term.at("weight"), errors);
      term(term.at("preference"), false, errors);
    }
  }

  /** The weight of a preference. */
  public static void weight(Spot weight, List<FieldError> errors) {
    if (weight.number() <= 0 || weight.number() > MAX_WEIGHT) {
      Check.invalidNumber(weight, "must be in the range 1-100", errors);
    }
  }

  private static void term(Spot term, boolean values, List<FieldError> errors) {
    for (Spot requirement : term.at("matchExpressions").elements()) {
      expression(requirement, values, errors);
    }
    for (Spot requirement : term.at("matchFields").elements()) {
      field(requirement, errors);
    }
  }

  private static void expression(Spot requirement, boolean checkValues, List<FieldError> errors) {
    Spot values = requirement.at("values");
    Spot operator = requirement.at("operator");
    switch (operator.text()) {
      case "In", "NotIn" -> {
        if (values.size() == 0) {
          Check.missing(values, "must be specified when `operator` is 'In' or 'NotIn'", errors);
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (values.size() > 0) {
          Check.forbidden(
              values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'", errors);
        }
      }
      case "Gt", "Lt" -> {
        if (values.size() != 1) {
          Check.missing(
              values, "must be specified single value when `operator` is 'Lt' or 'Gt'", errors);
        }
      }
      default -> Check.invalidText(operator, "not a valid selector operator", errors);
    }
    Check.qualifiedName(requirement.at("key"), errors);
    if (checkValues) {
      values.elements().forEach(value -> Check.labelValue(value, errors));
    }
  }

  private static void field(Spot requirement, List<FieldError> errors) {
    Spot values = requirement.at("values");
    Spot operator = requirement.at("operator");
    if (!List.of("In", "NotIn").contains(operator.text())) {
      Check.invalidText(operator, "not a valid selector operator", errors);
    } else if (values.size() != 1) {
      Check.missing(
          values,
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
          errors);
    }
    if (!requirement.at("key").text().equals("metadata.name")) {
      Check.invalidText(requirement.at("key"), "not a valid field selector key", errors);
    } else {
      values.elements().forEach(value -> Check.name(value, NameRule.DNS_SUBDOMAIN, errors));
    }
  }

  /** The topologies of a StorageClass. */
  public static void topologies(Spot topologies, List<FieldError> errors) {
    List<Map<String, Set<String>>> seen = new ArrayList<>();
    for (Spot term : topologies.elements()) {
      Map<String, Set<String>> expressions = new HashMap<>();
      Spot list = term.at("matchLabelExpressions");
      for (Spot expression : list.elements()) {
        Set<String> values = topologyValues(expression, errors);
        if (expressions.put(expression.at("key").text(), values) != null) {
          errors.add(
              FieldError.duplicate(expression.at("key").path(), expression.at("key").text()));
        }
      }
      // Upstream's list starts with as many empty ones as there are terms.
      int empty = expressions.isEmpty() ? topologies.size() : 0;
      for (Map<String, Set<String>> other : seen) {
        empty += other.equals(expressions) ? 1 : 0;
      }
      for (int i = 0; i < empty; i++) {
        errors.add(FieldError.duplicate(list.path(), ""));
      }
      seen.add(expressions);
    }
  }

  private static Set<String> topologyValues(Spot expression, List<FieldError> errors) {
    Set<String> values = new HashSet<>();
    if (expression.at("values").size() == 0) {
      Check.missing(expression.at("values"), "", errors);
    }
    for (Spot value : expression.at("values").elements()) {
      if (!values.add(value.text())) {
        errors.add(FieldError.duplicate(value.path(), value.text()));
      }
    }
    Check.qualifiedName(expression.at("key"), errors);
    return values;
  }

  /** Tolerations. */
  public static void tolerations(Spot tolerations, List<FieldError> errors) {
    for (Spot toleration : tolerations.elements()) {
      Spot key = toleration.at("key");
      Spot operator = toleration.at("operator");
      Spot effect = toleration.at("effect");
      if (!key.text().isEmpty()) {
        Check.qualifiedName(key, errors);
      } else if (!operator.text().equals("Exists")) {
        Check.invalidText(
            operator,
            "operator must be Exists when `key` is empty, which means \"match all values and all"
                + " keys\"",
            errors);
      }
      if (toleration.has("tolerationSeconds") && !effect.text().equals("NoExecute")) {
        Check.invalidText(
            effect, "effect must be 'NoExecute' when `tolerationSeconds` is set", errors);
      }
      tolerated(operator, toleration.at("value"), errors);
      if (!effect.text().isEmpty()) {
        Check.mustBeOneOf(effect, EFFECTS, errors);
      }
    }
  }

  private static void tolerated(Spot operator, Spot value, List<FieldError> errors) {
    switch (operator.text()) {
      case "", "Equal" -> {
        List<String> problems = LabelSyntax.valueErrors(value.text());
        if (!problems.isEmpty()) {
          errors.add(FieldError.invalid(operator.path(), value.text(), String.join(";", problems)));
        }
      }
      case "Exists" -> {
        if (!value.text().isEmpty()) {
          errors.add(
              FieldError.invalid(
                  operator.path(),
                  value.text(),
                  "value must be empty when `operator` is 'Exists'"));
        }
      }
      case "Lt", "Gt" ->
          errors.add(
              FieldError.notSupported(
                  operator.path(), operator.text(), List.of("Equal", "Exists", "Lt", "Gt")));
      default ->
          errors.add(
              FieldError.notSupported(
                  operator.path(), operator.text(), List.of("Equal", "Exists")));
    }
  }

  /** The effect of a taint. */
  static void effect(Spot effect, List<FieldError> errors) {
    if (effect.text().isEmpty()) {
      Check.missing(effect, "", errors);
    } else {
      Check.mustBeOneOf(effect, EFFECTS, errors);
    }
  }

  /** What is said of a label of nodes that is not to be used any more; empty for any other. */
  public static String deprecation(String label) {
    return DEPRECATED.getOrDefault(label, "");
  }

  /** Warns of a deprecated label at a place of its own. */
  public static void warnOfLabel(RequestContext context, Spot label, String text) {
    String deprecation = deprecation(text);
    if (!deprecation.isEmpty()) {
      context.warn(label.path() + ": " + deprecation);
    }
  }

  /** Warns of the deprecated labels a {@code LabelSelector} of nodes uses. */
  public static void warnOfSelector(RequestContext context, Spot selector) {
    for (Spot expression : selector.at("matchExpressions").elements()) {
      warnOfExpression(context, expression);
    }
    for (var label : selector.at("matchLabels").node().properties()) {
      warnOfLabel(context, selector.at("matchLabels").at(label.getKey()), label.getKey());
    }
  }

  /** Warns of the deprecated labels a term of a node selector uses. */
  public static void warnOfTerm(RequestContext context, Spot term) {
    term.at("matchExpressions").elements().forEach(each -> warnOfExpression(context, each));
  }

  /** Warns as {@link #warnOfTerm}, and of values that labels can't have. */
  public static void warnOfPreference(RequestContext context, Spot term) {
    for (Spot expression : term.at("matchExpressions").elements()) {
      warnOfExpression(context, expression);
      for (Spot value : expression.at("values").elements()) {
        for (String problem : LabelSyntax.valueErrors(value.text())) {
          context.warn(value.path() + ": " + value.text() + " is invalid, " + problem);
        }
      }
    }
  }

  private static void warnOfExpression(RequestContext context, Spot expression) {
    Spot key = expression.at("key");
    String deprecation = deprecation(key.text());
    if (!deprecation.isEmpty()) {
      context.warn(key.path() + ": " + key.text() + " is " + deprecation);
    }
  }
}
