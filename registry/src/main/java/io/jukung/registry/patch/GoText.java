package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as Go's {@code fmt} prints them and their types, since upstream's errors hold them.
 */
final class GoText {
  private GoText() {}

  /** The value as {@code %v} prints it: {@code map[a:1 b:[x y]]}. */
  static String print(JsonNode node) {
    StringBuilder text = new StringBuilder();
    print(node, text);
    return text.toString();
  }

  private static void print(JsonNode node, StringBuilder text) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        text.append("map[");
        String separator = "";
        for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
          text.append(separator).append(entry.getKey()).append(':');
          print(entry.getValue(), text);
          separator = " ";
        }
        text.append(']');
      }
      case ARRAY -> {
        text.append('[');
        for (int i = 0; i < node.size(); i++) {
          text.append(i == 0 ? "" : " ");
          print(node.get(i), text);
        }
        text.append(']');
      }
      case NULL, MISSING -> text.append("<nil>");
      case BINARY, BOOLEAN, NUMBER, POJO, STRING -> text.append(node.asText());
    }
  }

  /** The value as {@code %s} prints it, which is meant for strings. */
  static String printString(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN, NUMBER -> "%!s(" + type(node) + "=" + node.asText() + ")";
      case NULL, MISSING -> "%!s(<nil>)";
      case ARRAY, BINARY, OBJECT, POJO, STRING -> print(node);
    };
  }

  /** The type as {@code %s} prints it. */
  static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "map[string]interface {}";
      case ARRAY -> "[]interface {}";
      case NULL, MISSING -> "%!s(<nil>)";
      case BOOLEAN -> "bool";
      case NUMBER -> node.isIntegralNumber() && node.canConvertToLong() ? "int64" : "float64";
      case BINARY, POJO, STRING -> "string";
    };
  }

  /** The type as Go's JSON decoder names it. */
  static String jsonType(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case NULL, MISSING -> "null";
      case BOOLEAN -> "bool";
      case NUMBER -> "number";
      case BINARY, POJO, STRING -> "string";
    };
  }

  /**
   * What two scalars are equal by: integers by value, whatever Jackson holds them in, and strings
   * as such, which hash tables keep apart even when somebody makes their hashes the same.
   */
  static Object identity(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : node;
  }

  /** Whether two scalars are equal. */
  static boolean same(JsonNode left, @Nullable JsonNode right) {
    return right != null && identity(left).equals(identity(right));
  }
}
