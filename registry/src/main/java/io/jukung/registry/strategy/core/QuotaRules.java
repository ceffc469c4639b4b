package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ResourceQuotas: their scopes never change ({@code ValidateResourceQuota} at v1.36). */
public final class QuotaRules {
  private static final Set<String> SCOPES =
      Set.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "VolumeAttributesClass",
          "CrossNamespacePodAffinity");
  private static final Set<String> COMPUTE =
      Set.of("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
  private static final Set<String> ONLY_EXISTS =
      Set.of(
          "BestEffort",
          "NotBestEffort",
          "Terminating",
          "NotTerminating",
          "CrossNamespacePodAffinity");

  private QuotaRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(
            (root, errors) -> {
              spec(root.at("spec"), errors);
              amounts(root.at("status"), errors);
            })
        .changes(
            KindRules.Order.CHANGE,
            (root, old, errors) -> {
              Spot spec = root.at("spec");
              spec(spec, errors);
              if (!texts(spec.at("scopes")).equals(texts(old.at("spec").at("scopes")))) {
                Check.invalid(spec.at("scopes"), "field is immutable", errors);
              }
            })
        .status((root, old, errors) -> amounts(root.at("status"), errors))
        .warns(QuotaRules::warn);
  }

  private static Set<String> texts(Spot list) {
    Set<String> texts = new HashSet<>();
    list.elements().forEach(element -> texts.add(element.text()));
    return texts;
  }

  private static void amounts(Spot status, List<FieldError> errors) {
    amounts(status.at("hard").elementsByKey(), errors);
    amounts(status.at("used").elementsByKey(), errors);
  }

  private static void amounts(Map<String, Spot> amounts, List<FieldError> errors) {
    amounts.forEach(
        (name, quantity) -> {
          Resources.resourceName(quantity, name, errors);
          if (name.indexOf('/') < 0 && !Resources.ofQuotas(name)) {
            errors.add(
                FieldError.invalid(quantity.path(), name, "must be a standard resource for quota"));
          }
          Resources.amount(quantity, name, errors);
        });
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Map<String, Spot> hard = spec.at("hard").elementsByKey();
    amounts(hard, errors);
    Spot scopes = spec.at("scopes");
    Set<String> seen = new HashSet<>();
    for (Spot scope : scopes.elements()) {
      if (!SCOPES.contains(scope.text())) {
        Check.invalid(scopes, "unsupported scope", errors);
      }
      for (String name : hard.keySet()) {
        if (Resources.ofQuotas(name) && !valid(scope.text(), name)) {
          Check.invalid(scopes, "unsupported scope applied to resource", errors);
        }
      }
      seen.add(scope.text());
    }
    conflicts(seen, scopes, scopes, errors);
    if (spec.has("scopeSelector")) {
      selector(spec, hard, errors);
    }
  }

  private static void conflicts(
      Set<String> scopes, Spot place, Spot shown, List<FieldError> errors) {
    for (String one : List.of("BestEffort", "Terminating")) {
      if (scopes.contains(one) && scopes.contains("Not" + one)) {
        Check.invalid(shown.as(place), "conflicting scopes", errors);
      }
    }
  }

  private static boolean valid(String scope, String resource) {
    return switch (scope) {
      case "Terminating",
          "NotTerminating",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity" ->
          resource.equals("pods") || COMPUTE.contains(resource);
      case "BestEffort" -> resource.equals("pods");
      case "VolumeAttributesClass" ->
          resource.equals("persistentvolumeclaims") || resource.equals("requests.storage");
      default -> true;
    };
  }

  private static void selector(Spot spec, Map<String, Spot> hard, List<FieldError> errors) {
    Spot expressions = spec.at("scopeSelector").at("matchExpressions");
    Set<String> seen = new HashSet<>();
    for (Spot expression : expressions.elements()) {
      // Upstream leaves the index out of these paths.
      Spot scope = expression.at("scopeName").as(expressions.at("scopeName"));
      Spot operator = expression.at("operator").as(expressions.at("operator"));
      Spot values = expression.at("values").as(expressions.at("values"));
      if (!SCOPES.contains(scope.text())) {
        Check.invalidText(scope, "unsupported scope", errors);
      }
      for (String name : hard.keySet()) {
        if (Resources.ofQuotas(name) && !valid(scope.text(), name)) {
          errors.add(
              FieldError.invalid(
                  expressions.path(),
                  InternalForm.of("core.ScopeSelector", spec.at("scopeSelector").node()),
                  "unsupported scope applied to resource"));
        }
      }
      if (ONLY_EXISTS.contains(scope.text()) && !operator.text().equals("Exists")) {
        Check.invalidText(
            operator,
            "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                + " ResourceQuotaScopeNotBestEffort or"
                + " ResourceQuotaScopeCrossNamespacePodAffinity",
            errors);
      }
      operator(operator, values, errors);
      seen.add(scope.text());
    }
    conflicts(seen, expressions, spec.at("scopes"), errors);
  }

  private static void operator(Spot operator, Spot values, List<FieldError> errors) {
    switch (operator.text()) {
      case "In", "NotIn" -> {
        if (values.size() == 0) {
          Check.missing(
              values,
              "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
              errors);
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (values.size() != 0) {
          Check.invalid(
              values,
              "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
              errors);
        }
      }
      default -> Check.invalidText(operator, "not a valid selector operator", errors);
    }
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    JsonNode hard = object.path("spec").path("hard");
    if (old.isPresent() || hard.isEmpty()) {
      return;
    }
    for (String name : List.of("cpu", "memory", "storage", "ephemeral-storage")) {
      String request = "requests." + name;
      boolean plain = name.equals("cpu") || name.equals("memory");
      if (!hard.has(request) && plain && hard.has(name)) {
        request = name;
      }
      String amount = hard.path(request).asText("");
      String limit = hard.path("limits." + name).asText("");
      if (!amount.isEmpty()
          && !limit.isEmpty()
          && Amount.of(amount).compareTo(Amount.of(limit)) > 0) {
        context.warn(
            "ResourceQuota "
                + request
                + " ("
                + amount
                + ") should be less than limits."
                + name
                + " ("
                + limit
                + ")");
      }
    }
  }
}
