package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Difference;
import io.jukung.registry.strategy.check.Same;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code pods/ephemeralcontainers}: containers may be added to a running pod, and nothing else
 * ({@code ValidatePodEphemeralContainersUpdate} in {@code pkg/apis/core/validation/validation.go}
 * at v1.36).
 */
final class PodEphemeralContainers {
  static final String SUBRESOURCE = "ephemeralcontainers";
  private static final String TYPE = "core.EphemeralContainer";

  private PodEphemeralContainers() {}

  /** Keeps all but the ephemeral containers. */
  static void prepare(ObjectNode object, ObjectNode old) {
    JsonNode wanted = object.path("spec").path("ephemeralContainers");
    ObjectNode spec = old.withObject("/spec").deepCopy();
    spec.remove("ephemeralContainers");
    if (!wanted.isEmpty()) {
      spec.set("ephemeralContainers", wanted);
    }
    object.set("spec", spec);
  }

  /** Adds what is wrong with the new list, beyond what holds for every pod. */
  static void check(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    if (PodAnnotations.isMirror(old.path("metadata"))) {
      errors.clear();
      errors.add(FieldError.forbidden("", "static pods do not support ephemeral containers"));
      return;
    }
    Map<String, JsonNode> now = new HashMap<>();
    for (JsonNode container : object.path("spec").path("ephemeralContainers")) {
      now.put(container.path("name").asText(), container);
    }
    for (JsonNode before : old.path("spec").path("ephemeralContainers")) {
      String name = before.path("name").asText();
      JsonNode kept = now.get(name);
      if (kept == null) {
        changed(name, "removed", "", errors);
      } else if (!Same.same(kept, before)) {
        changed(
            name,
            "changed",
            Difference.of(InternalForm.of(TYPE, before), InternalForm.of(TYPE, kept)),
            errors);
      }
    }
  }

  private static void changed(
      String name, String verb, String difference, List<FieldError> errors) {
    errors.add(
        FieldError.forbidden(
            "spec.ephemeralContainers",
            "existing ephemeral containers "
                + FieldError.quote(name)
                + " may not be "
                + verb
                + "\n"
                + difference));
  }
}
