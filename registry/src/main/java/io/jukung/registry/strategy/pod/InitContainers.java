package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of a pod's init containers ({@code validateInitContainers} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36). Those that restart always are sidecars.
 */
final class InitContainers {
  private static final String RESTART = "RestartContainer";
  private static final List<String> OF_SIDECARS =
      List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

  private InitContainers() {}

  static void check(PodScope scope) {
    List<FieldError> errors = scope.errors();
    Containers containers = new Containers(scope);
    Set<String> names = new HashSet<>();
    for (Spot container : scope.spec().at("containers").elements()) {
      names.add(container.at("name").text());
    }
    for (Spot container : scope.spec().at("initContainers").elements()) {
      containers.common(container);
      RestartRules.check(container, errors);
      if (names.contains(container.at("name").text()) || !container.at("name").text().isEmpty()) {
        containers.unique(container, names);
      }
      // Upstream tells of the first container's ports, whichever it is.
      containers.hostPorts(
          container.as(scope.spec().at("initContainers").elements().getFirst()), new HashSet<>());
      if (sidecar(container)) {
        Handlers.check(container, scope);
      } else {
        onlySidecars(container, errors);
        if (!scope.leeway().restartContainer()) {
          restarts(container, errors);
        }
      }
    }
  }

  private static void onlySidecars(Spot container, List<FieldError> errors) {
    for (String field : OF_SIDECARS) {
      if (container.has(field)) {
        Check.forbidden(
            container.at(field),
            "may not be set for init containers without restartPolicy=Always",
            errors);
      }
    }
  }

  private static void restarts(Spot container, List<FieldError> errors) {
    for (Spot policy : container.at("resizePolicy").elements()) {
      if (policy.at("restartPolicy").text().equals(RESTART)) {
        Check.invalidText(
            policy.at("restartPolicy"),
            "must not be set to 'RestartContainer' for non-sidecar initContainers",
            errors);
      }
    }
  }

  static boolean sidecar(Spot container) {
    return container.at("restartPolicy").text().equals("Always");
  }

  /** The init containers of a spec that are to restart when resized. */
  static void restartsWhenResized(Spot spec, List<FieldError> errors) {
    for (Spot container : spec.at("initContainers").elements()) {
      if (!sidecar(container)) {
        restarts(container, errors);
      }
    }
  }
}
