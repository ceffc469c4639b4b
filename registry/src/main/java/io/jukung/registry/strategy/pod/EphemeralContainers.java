package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of the containers added to a running pod ({@code validateEphemeralContainers} in
 * {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class EphemeralContainers {
  private static final String CANNOT = "cannot be set for an Ephemeral Container";

  /** In the order of upstream's type. */
  private static final List<String> FORBIDDEN =
      List.of(
          "ports",
          "resources",
          "resizePolicy",
          "restartPolicy",
          "restartPolicyRules",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "lifecycle");

  private EphemeralContainers() {}

  static void check(PodScope scope) {
    List<FieldError> errors = scope.errors();
    Spot spec = scope.spec();
    Containers containers = new Containers(scope);
    Set<String> others = new HashSet<>();
    for (String list : List.of("containers", "initContainers")) {
      spec.at(list).elements().forEach(container -> others.add(container.at("name").text()));
    }
    Set<String> names = new HashSet<>(others);
    for (Spot container : spec.at("ephemeralContainers").elements()) {
      containers.common(container);
      Containers.image(container, errors);
      containers.unique(container, names);
      Spot target = container.at("targetContainerName");
      if (!target.text().isEmpty() && !others.contains(target.text())) {
        errors.add(FieldError.notFound(target.path(), target.text()));
      }
      forbidden(container, errors);
    }
  }

  private static void forbidden(Spot container, List<FieldError> errors) {
    for (String field : FORBIDDEN) {
      JsonNode value = container.at(field).node();
      boolean alwaysThere = field.equals("resources") && value.isEmpty();
      if (!alwaysThere && !Same.same(value, MissingNode.getInstance())) {
        Check.forbidden(container.at(field), CANNOT, errors);
      }
    }
    for (Spot mount : container.at("volumeMounts").elements()) {
      for (String field : List.of("subPath", "subPathExpr")) {
        if (!mount.at(field).text().isEmpty()) {
          Check.forbidden(mount.at(field), CANNOT, errors);
        }
      }
    }
  }
}
