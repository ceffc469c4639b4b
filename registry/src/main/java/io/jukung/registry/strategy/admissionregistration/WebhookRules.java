package io.jukung.registry.strategy.admissionregistration;

import io.jukung.registry.cel.admission.ExpressionChecks;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** ValidatingWebhookConfigurations and MutatingWebhookConfigurations. */
public final class WebhookRules {
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");
  private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
  private static final int MAX_SECONDS = 30;

  private WebhookRules() {}

  /** The rules of both kinds. */
  public static KindRules rules() {
    return KindRules.of(WebhookRules::hooks)
        .changes(KindRules.Order.WHOLE, (root, old, errors) -> {});
  }

  private static void hooks(Spot root, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Spot hook : root.at("webhooks").elements()) {
      hook(hook, errors);
      versions(hook.at("admissionReviewVersions"), errors);
      String name = hook.at("name").text();
      if (!name.isEmpty() && !names.add(name)) {
        errors.add(FieldError.duplicate(hook.at("name").path(), name));
      }
    }
  }

  private static void hook(Spot hook, List<FieldError> errors) {
    name(hook.at("name"), errors);
    hook.at("rules").elements().forEach(rule -> RequestRules.rule(rule, errors));
    optionalOneOf(hook.at("failurePolicy"), List.of("Fail", "Ignore"), errors);
    optionalOneOf(hook.at("matchPolicy"), List.of("Equivalent", "Exact"), errors);
    Spot effects = hook.at("sideEffects");
    if (effects.has()) {
      Check.mustBeOneOf(effects, SIDE_EFFECTS, errors);
    } else {
      Check.missing(effects, "must specify one of " + String.join(", ", SIDE_EFFECTS), errors);
    }
    Spot timeout = hook.at("timeoutSeconds");
    if (timeout.has() && (timeout.number() < 1 || timeout.number() > MAX_SECONDS)) {
      Check.invalidNumber(timeout, "the timeout value must be between 1 and 30 seconds", errors);
    }
    for (String selector : List.of("namespaceSelector", "objectSelector")) {
      Check.selector(hook.at(selector), errors);
    }
    optionalOneOf(hook.at("reinvocationPolicy"), List.of("IfNeeded", "Never"), errors);
    WebhookClients.check(hook.at("clientConfig"), errors);
    RequestRules.conditions(
        hook.at("matchConditions"), new ExpressionChecks(false, false, errors), errors);
  }

  private static void name(Spot name, List<FieldError> errors) {
    List<String> problems = NameRule.DNS_SUBDOMAIN.errors(name.text(), false);
    if (name.text().isEmpty()) {
      Check.missing(name, "", errors);
    } else if (!problems.isEmpty()) {
      Check.invalidText(name, String.join(",", problems), errors);
    } else if (name.text().split("\\.", -1).length < 3) {
      Check.invalidText(
          name, "should be a domain with at least three segments separated by dots", errors);
    }
  }

  private static void optionalOneOf(Spot spot, List<String> supported, List<FieldError> errors) {
    if (spot.has()) {
      Check.mustBeOneOf(spot, supported, errors);
    }
  }

  private static void versions(Spot versions, List<FieldError> errors) {
    if (versions.size() == 0) {
      Check.missing(versions, "must specify one of " + String.join(", ", VERSIONS), errors);
      return;
    }
    boolean known = false;
    Set<String> seen = new HashSet<>();
    for (Spot version : versions.elements()) {
      if (seen.add(version.text())) {
        Check.name(version, NameRule.DNS_1035_LABEL, errors);
        known |= VERSIONS.contains(version.text());
      } else {
        Check.invalidText(version, "duplicate version", errors);
      }
    }
    if (!known) {
      Check.invalid(
          versions, "must include at least one of " + String.join(", ", VERSIONS), errors);
    }
  }
}
