package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirementBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The conditions under which quotas count. */
final class Scopes {
  private Scopes() {}

  /** All conditions of a quota. */
  static List<ScopedResourceSelectorRequirement> of(ResourceQuota quota) {
    List<ScopedResourceSelectorRequirement> all = new ArrayList<>();
    quota
        .getSpec()
        .getScopes()
        .forEach(
            name ->
                all.add(
                    new ScopedResourceSelectorRequirementBuilder()
                        .withScopeName(name)
                        .withOperator("Exists")
                        .build()));
    if (quota.getSpec().getScopeSelector() != null) {
      all.addAll(quota.getSpec().getScopeSelector().getMatchExpressions());
    }
    return all;
  }

  /**
   * Whether the names an object refers to fulfil the condition.
   *
   * @param names empty ones stand for none
   */
  static boolean selects(ScopedResourceSelectorRequirement scope, Collection<String> names) {
    List<String> named = names.stream().filter(name -> !name.isEmpty()).toList();
    return switch (scope.getOperator()) {
      case "Exists" -> !named.isEmpty();
      case "DoesNotExist" -> named.isEmpty();
      case "In" -> named.stream().anyMatch(scope.getValues()::contains);
      case "NotIn" -> named.isEmpty() || !scope.getValues().containsAll(named);
      default -> false;
    };
  }
}
