package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.validation.ObjectMeta;
import java.time.Instant;
import java.util.Optional;

/** The conditions of a definition's status ({@code apihelpers/helpers.go}). */
final class Conditions {
  private Conditions() {}

  /** The condition of this type. */
  static Optional<ObjectNode> find(ObjectNode definition, String type) {
    for (JsonNode condition : definition.path("status").path("conditions")) {
      if (condition instanceof ObjectNode found && found.path("type").asText().equals(type)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Whether the condition says just this. */
  static boolean says(ObjectNode definition, String type, String status, String reason) {
    return find(definition, type)
        .filter(
            found ->
                found.path("status").asText().equals(status)
                    && found.path("reason").asText().equals(reason))
        .isPresent();
  }

  /** Sets a condition; its time changes with its status only. */
  static void set(
      ObjectNode definition,
      String type,
      String status,
      String reason,
      String message,
      Instant now) {
    Optional<ObjectNode> found = find(definition, type);
    ObjectNode condition =
        found.orElseGet(
            () -> {
              ObjectNode holder = definition.withObject("/status");
              ArrayNode all =
                  holder.get("conditions") instanceof ArrayNode list
                      ? list
                      : holder.putArray("conditions");
              return all.addObject().put("type", type);
            });
    if (!condition.path("status").asText("").equals(status)
        || !condition.hasNonNull("lastTransitionTime")) {
      condition.put("lastTransitionTime", ObjectMeta.print(now));
    }
    condition.put("status", status).put("reason", reason).put("message", message);
  }

  /** Takes a condition away. */
  static void remove(ObjectNode definition, String type) {
    if (definition.path("status").get("conditions") instanceof ArrayNode all) {
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).path("type").asText().equals(type)) {
          all.remove(i);
        }
      }
    }
  }
}
