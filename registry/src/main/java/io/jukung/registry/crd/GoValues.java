package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How Go prints the values of generic JSON, as some of upstream's messages do. */
final class GoValues {
  private GoValues() {}

  /** What Go's {@code %T} says. */
  static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
      case BOOLEAN -> "bool";
      case ARRAY -> "[]interface {}";
      case OBJECT -> "map[string]interface {}";
      default -> "<nil>";
    };
  }

  /** What Go's {@code %v} says. */
  static String print(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.textValue();
      case ARRAY -> {
        List<String> parts = new ArrayList<>();
        value.forEach(element -> parts.add(print(element)));
        yield "[" + String.join(" ", parts) + "]";
      }
      case OBJECT -> {
        List<String> keys = new ArrayList<>();
        value.fieldNames().forEachRemaining(keys::add);
        keys.sort(null);
        yield "map["
            + String.join(" ", keys.stream().map(key -> key + ":" + print(value.get(key))).toList())
            + "]";
      }
      case NULL, MISSING -> "<nil>";
      default -> value.asText();
    };
  }
}
