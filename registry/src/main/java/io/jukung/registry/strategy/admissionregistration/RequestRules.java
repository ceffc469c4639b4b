package io.jukung.registry.strategy.admissionregistration;

import io.jukung.registry.cel.admission.ExpressionChecks;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules that say which requests are meant. */
final class RequestRules {
  private static final String ALL = "*";
  private static final String IF_ALL = "if '*' is present, must not specify other ";

  private RequestRules() {}

  /** One {@code RuleWithOperations}. */
  static void rule(Spot rule, List<FieldError> errors) {
    Spot operations = rule.at("operations");
    required(operations, errors);
    alone(operations, "operations", errors);
    for (Spot operation : operations.elements()) {
      Check.mustBeOneOf(operation, List.of(ALL, "CONNECT", "CREATE", "DELETE", "UPDATE"), errors);
    }
    Spot groups = rule.at("apiGroups");
    required(groups, errors);
    alone(groups, "API groups", errors);
    Spot versions = rule.at("apiVersions");
    required(versions, errors);
    alone(versions, "API versions", errors);
    for (Spot version : versions.elements()) {
      Check.required(version, errors);
    }
    resources(rule.at("resources"), errors);
    if (rule.has("scope")) {
      Check.mustBeOneOf(rule.at("scope"), List.of(ALL, "Cluster", "Namespaced"), errors);
    }
  }

  /** One {@code NamedRuleWithOperations}. */
  static void named(Spot rule, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Spot name : rule.at("resourceNames").elements()) {
      Check.name(name, NameRule.PATH_SEGMENT, errors);
      if (!names.add(name.text())) {
        errors.add(FieldError.duplicate(name.path(), name.text()));
      }
    }
    rule(rule, errors);
  }

  private static void required(Spot list, List<FieldError> errors) {
    if (list.size() == 0) {
      Check.missing(list, "", errors);
    }
  }

  private static void alone(Spot list, String what, List<FieldError> errors) {
    if (list.size() > 1 && list.elements().stream().anyMatch(each -> each.text().equals(ALL))) {
      Check.invalid(list, IF_ALL + what, errors);
    }
  }

  private static void resources(Spot resources, List<FieldError> errors) {
    required(resources, errors);
    Set<String> allSubresources = new HashSet<>();
    Set<String> ofAllResources = new HashSet<>();
    boolean all = false;
    boolean allOfAll = false;
    boolean plain = false;
    for (Spot resource : resources.elements()) {
      String text = resource.text();
      if (text.isEmpty()) {
        Check.missing(resource, "", errors);
        continue;
      }
      allOfAll |= text.equals("*/*");
      all |= text.equals(ALL);
      int slash = text.indexOf('/');
      if (slash < 0) {
        plain = !text.equals(ALL);
        continue;
      }
      String name = text.substring(0, slash);
      String subresource = text.substring(slash + 1);
      if (allSubresources.contains(name)) {
        covered(resource, name + "/*", errors);
      }
      if (ofAllResources.contains(subresource)) {
        covered(resource, "*/" + subresource, errors);
      }
      if (subresource.equals(ALL)) {
        allSubresources.add(name);
      }
      if (name.equals(ALL)) {
        ofAllResources.add(subresource);
      }
    }
    if (resources.size() > 1 && allOfAll) {
      Check.invalid(resources, "if '*/*' is present, must not specify other resources", errors);
    }
    if (all && plain) {
      Check.invalid(resources, IF_ALL + "resources without subresources", errors);
    }
  }

  private static void covered(Spot resource, String by, List<FieldError> errors) {
    Check.invalidText(
        resource, "if '" + by + "' is present, must not specify " + resource.text(), errors);
  }

  /** A {@code MatchResources}. */
  static void match(Spot match, List<FieldError> errors) {
    Spot policy = match.at("matchPolicy");
    if (policy.has()) {
      Check.mustBeOneOf(policy, List.of("Equivalent", "Exact"), errors);
    } else {
      Check.missing(policy, "", errors);
    }
    for (String selector : List.of("namespaceSelector", "objectSelector")) {
      if (match.has(selector)) {
        Check.selector(match.at(selector), errors);
      } else {
        Check.missing(match.at(selector), "", errors);
      }
    }
    for (String list : List.of("resourceRules", "excludeResourceRules")) {
      match.at(list).elements().forEach(rule -> named(rule, errors));
    }
  }

  /** Mutation is not for what is deleted. */
  static void mutable(Spot match, List<FieldError> errors) {
    Spot rules = match.at("resourceRules");
    for (Spot rule : rules.elements()) {
      for (Spot operation : rule.at("operations").elements()) {
        List<String> supported = List.of(ALL, "CONNECT", "CREATE", "UPDATE");
        if (!supported.contains(operation.text())) {
          errors.add(
              FieldError.notSupported(rules.path() + ".operations", operation.text(), supported));
        }
      }
    }
  }

  /** Conditions under which a request is meant. */
  static void conditions(Spot conditions, ExpressionChecks expressions, List<FieldError> errors) {
    int most = 64;
    if (conditions.size() > most) {
      errors.add(FieldError.tooMany(conditions.path(), conditions.size(), most));
    }
    Set<String> names = new HashSet<>();
    for (Spot condition : conditions.elements()) {
      if (condition.at("expression").text().isBlank()) {
        Check.missing(condition.at("expression"), "", errors);
      } else {
        expressions.condition(condition.at("expression"));
      }
      Spot name = condition.at("name");
      if (name.text().isEmpty()) {
        Check.missing(name, "", errors);
        continue;
      }
      Check.qualifiedName(name, errors);
      if (!names.add(name.text())) {
        errors.add(FieldError.duplicate(name.path(), name.text()));
      }
    }
  }
}
