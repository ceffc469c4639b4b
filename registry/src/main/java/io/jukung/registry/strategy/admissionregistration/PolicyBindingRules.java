package io.jukung.registry.strategy.admissionregistration;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** ValidatingAdmissionPolicyBindings and MutatingAdmissionPolicyBindings. */
public final class PolicyBindingRules {
  private static final String EITHER = "name and selector are mutually exclusive";

  private PolicyBindingRules() {}

  /** Those of ValidatingAdmissionPolicyBindings. */
  public static KindRules validating() {
    return KindRules.of(
            (root, errors) -> {
              Spot spec = root.at("spec");
              binding(spec, errors);
              actions(spec.at("validationActions"), errors);
            })
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {});
  }

  /** Those of MutatingAdmissionPolicyBindings. */
  public static KindRules mutating() {
    return KindRules.of(
            (root, errors) -> {
              Spot spec = root.at("spec");
              binding(spec, errors);
              RequestRules.mutable(spec.at("matchResources"), errors);
            })
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {});
  }

  private static void binding(Spot spec, List<FieldError> errors) {
    Check.requiredName(spec.at("policyName"), NameRule.DNS_SUBDOMAIN, errors);
    if (spec.has("paramRef")) {
      parameter(spec.at("paramRef"), errors);
    }
    if (spec.has("matchResources")) {
      RequestRules.match(spec.at("matchResources"), errors);
    }
  }

  private static void parameter(Spot reference, List<FieldError> errors) {
    Spot name = reference.at("name");
    Spot selector = reference.at("selector");
    boolean named = !name.text().isEmpty();
    if (named) {
      Check.name(name, NameRule.PATH_SEGMENT, errors);
    }
    if (named && selector.has()) {
      Check.forbidden(name, EITHER, errors);
    }
    if (selector.has()) {
      Check.selector(selector, errors);
    }
    if (named && selector.has()) {
      Check.forbidden(selector, EITHER, errors);
    }
    if (!named && !selector.has()) {
      Check.missing(reference, "one of name or selector must be specified", errors);
    }
    Spot action = reference.at("parameterNotFoundAction");
    if (action.text().isEmpty()) {
      Check.missing(action, "", errors);
    } else {
      Check.mustBeOneOf(action, List.of("Deny", "Allow"), errors);
    }
  }

  private static void actions(Spot actions, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    for (Spot action : actions.elements()) {
      Check.mustBeOneOf(action, List.of("Audit", "Deny", "Warn"), errors);
      if (!seen.add(action.text())) {
        errors.add(FieldError.duplicate(action.path(), action.text()));
      }
    }
    if (seen.contains("Deny") && seen.contains("Warn")) {
      Check.invalid(
          actions,
          "must not contain both Deny and Warn (repeating the same validation failure information"
              + " in the API response and headers serves no purpose)",
          errors);
    }
    if (seen.isEmpty()) {
      Check.missing(actions, "at least one validation action is required", errors);
    }
  }
}
