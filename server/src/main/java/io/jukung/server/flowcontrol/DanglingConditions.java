package io.jukung.server.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the status of FlowSchemas whether the level they name is there. */
record DanglingConditions(ResourceStore schemas, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(DanglingConditions.class);

  /** Writes the conditions that are not as they should be. */
  void write(Map<JsonNode, Boolean> dangling) {
    dangling.forEach(
        (object, missing) -> {
          if (!told(object, missing)) {
            write(object.at("/metadata/name").asText(), missing);
          }
        });
  }

  private static boolean told(JsonNode object, boolean missing) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Dangling")) {
        return condition.path("status").asText().equals(missing ? "True" : "False")
            && condition.path("message").asText().equals(message(object, missing));
      }
    }
    return false;
  }

  private static String message(JsonNode object, boolean missing) {
    return "This FlowSchema references the PriorityLevelConfiguration object named \""
        + object.at("/spec/priorityLevelConfiguration/name").asText()
        + (missing ? "\" but there is no such object" : "\" and it exists");
  }

  private void write(String name, boolean missing) {
    try {
      var _ =
          schemas.update(
              RequestContext.server(),
              "",
              name,
              current ->
                  with(
                      current.orElseThrow(
                          () -> StatusException.notFound(schemas.type().resource(), name)),
                      missing),
              new WriteOptions(false, "status", AdmissionHook.NONE));
    } catch (StatusException e) {
      LOG.debug("condition of FlowSchema {} could not be written: {}", name, e.text());
    }
  }

  private ObjectNode with(ObjectNode object, boolean missing) {
    ArrayNode conditions = object.withObject("/status").withArray("conditions");
    Optional<ObjectNode> known = Optional.empty();
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("Dangling")) {
        known = Optional.of((ObjectNode) condition);
      }
    }
    known
        .orElseGet(conditions::addObject)
        .put("type", "Dangling")
        .put("status", missing ? "True" : "False")
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("reason", missing ? "NotFound" : "Found")
        .put("message", message(object, missing));
    return object;
  }
}
