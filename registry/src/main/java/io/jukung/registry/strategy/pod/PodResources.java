package io.jukung.registry.strategy.pod;

import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.defaults.ContainerSums;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.Resources;
import java.util.List;
import java.util.Map;

/**
 * The checks of resources that a pod has as a whole ({@code validatePodResources} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodResources {
  private PodResources() {}

  static void check(PodScope scope) {
    List<FieldError> errors = scope.errors();
    Spot resources = scope.spec().at("resources");
    if (!resources.has()) {
      return;
    }
    if (scope.os().equals("windows")) {
      Check.forbidden(resources, "may not be set for a windows pod", errors);
      return;
    }
    if (resources.has("claims")) {
      Check.forbidden(
          resources.at("claims"), "claims may not be set for Resources at pod-level", errors);
    }
    Resources.requirements(
        resources, Resources::podResourceName, scope.claims(), scope.leeway().hugePages(), errors);
    sums(scope.spec(), resources, errors);
    containerLimits(scope.spec(), resources, errors);
  }

  /** What containers ask for together fits into what the pod asks for. */
  private static void sums(Spot spec, Spot resources, List<FieldError> errors) {
    ContainerSums.of(spec.node(), "requests")
        .forEach(
            (name, sum) -> atLeast(resources.at("requests").key(name), "requests", sum, errors));
    ContainerSums.of(spec.node(), "limits")
        .forEach(
            (name, sum) -> {
              if (Resources.hugePages(name)) {
                atLeast(resources.at("limits").key(name), "limits", sum, errors);
              }
            });
  }

  private static void atLeast(Spot own, String part, Quantity sum, List<FieldError> errors) {
    if (own.has() && sum.amount().compareTo(Amount.of(own.text())) > 0) {
      Check.invalidText(
          own,
          "must be greater than or equal to aggregate container " + part + " of " + sum.text(),
          errors);
    }
  }

  private static void containerLimits(Spot spec, Spot resources, List<FieldError> errors) {
    Spot limits = resources.at("limits");
    List<Spot> containers = spec.at("containers").elements();
    for (int i = 0; i < containers.size(); i++) {
      Spot own = containers.get(i).at("resources").at("limits");
      for (Map.Entry<String, Spot> limit : own.elementsByKey().entrySet()) {
        Spot most = limits.key(limit.getKey());
        String text = limit.getValue().text();
        if (most.has() && Amount.of(text).compareTo(Amount.of(most.text())) > 0) {
          errors.add(
              FieldError.invalid(
                  resources.path() + ".containers[" + i + "][" + limit.getKey() + "].limits",
                  text,
                  "must be less than or equal to pod limits of " + most.text()));
        }
      }
    }
  }

  /** Amounts of pages in a spec that are no whole number of pages. */
  static void hugePages(Spot spec, List<FieldError> errors) {
    for (Spot container : PodScope.containers(spec)) {
      Resources.brokenPages(container.at("resources"), errors);
    }
  }
}
