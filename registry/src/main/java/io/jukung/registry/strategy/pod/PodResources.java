package io.jukung.registry.strategy.pod;

import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The checks of resources that a pod has as a whole ({@code validatePodResources} in {@code
 * pkg/apis/core/validation/validation.go}, {@code AggregateContainerRequests} in {@code
 * component-helpers/resource/helpers.go} at v1.36).
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
    sum(spec, "requests")
        .forEach(
            (name, sum) -> atLeast(resources.at("requests").key(name), "requests", sum, errors));
    sum(spec, "limits")
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

  private static Map<String, Quantity> sum(Spot spec, String part) {
    Map<String, Quantity> all = new TreeMap<>();
    for (Spot container : spec.at("containers").elements()) {
      add(container.at("resources").at(part), all);
    }
    Map<String, Quantity> sidecars = new TreeMap<>();
    Map<String, Quantity> start = new TreeMap<>();
    for (Spot container : spec.at("initContainers").elements()) {
      Spot own = container.at("resources").at(part);
      if (InitContainers.sidecar(container)) {
        add(own, all);
        add(own, sidecars);
        most(sidecars, start);
      } else {
        Map<String, Quantity> now = new TreeMap<>(sidecars);
        add(own, now);
        most(now, start);
      }
    }
    most(start, all);
    return all;
  }

  private static void add(Spot amounts, Map<String, Quantity> to) {
    amounts
        .elementsByKey()
        .forEach((name, spot) -> to.merge(name, Quantity.parse(spot.text()), Quantity::plus));
  }

  private static void most(Map<String, Quantity> amounts, Map<String, Quantity> to) {
    amounts.forEach(
        (name, amount) ->
            to.merge(name, amount, (a, b) -> b.amount().compareTo(a.amount()) > 0 ? b : a));
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
