package io.jukung.registry.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;

/** Events of the core group and of {@code events.k8s.io}: the same fields under other names. */
final class EventForms {
  private static final Map<String, String> FROM_CORE =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");
  private static final Map<String, String> TO_CORE =
      FROM_CORE.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventForms() {}

  static ObjectNode toCore(ObjectNode event) {
    return renamed(event, TO_CORE).put("apiVersion", "v1");
  }

  static ObjectNode fromCore(ObjectNode event) {
    return renamed(event, FROM_CORE).put("apiVersion", "events.k8s.io/v1");
  }

  private static ObjectNode renamed(ObjectNode event, Map<String, String> names) {
    ObjectNode renamed = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : event.properties()) {
      renamed.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
    }
    return renamed;
  }
}
