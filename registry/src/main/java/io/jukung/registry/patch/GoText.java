package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as Go's {@code fmt} prints them and their types, since upstream's errors hold them.
 */
final class GoText {
  private GoText() {}

  /** The value as {@code %v} prints it: {@code map[a:1 b:[x y]]}. */
  static String print(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        StringJoiner text = new StringJoiner(" ", "map[", "]");
        sorted.forEach((key, value) -> text.add(key + ":" + print(value)));
        yield text.toString();
      }
      case ARRAY -> {
        StringJoiner text = new StringJoiner(" ", "[", "]");
        node.forEach(value -> text.add(print(value)));
        yield text.toString();
      }
      case NULL, MISSING -> "<nil>";
      case BINARY, BOOLEAN, NUMBER, POJO, STRING -> node.asText();
    };
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

  /** What two scalars are equal by: integers by value, whatever Jackson holds them in. */
  static Object identity(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : node;
  }

  /** Whether two scalars are equal. */
  static boolean same(JsonNode left, @Nullable JsonNode right) {
    return right != null && identity(left).equals(identity(right));
  }
}
