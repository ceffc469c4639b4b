package io.jukung.registry.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reading and filling the fields of a tree as Go's zero values ask for. */
final class Fields {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Fields() {}

  /** Whether the field is missing or null: what a nil pointer is in JSON. */
  static boolean absent(JsonNode object, String field) {
    return !object.hasNonNull(field);
  }

  /** Whether the field is absent, an empty string, zero, false, or empty. */
  static boolean zero(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return switch (value.getNodeType()) {
      case MISSING, NULL -> true;
      case STRING -> value.textValue().isEmpty();
      case NUMBER -> value.doubleValue() == 0;
      case BOOLEAN -> !value.booleanValue();
      case ARRAY, OBJECT -> value.isEmpty();
      case BINARY, POJO -> false;
    };
  }

  /** The field as text; empty when absent. */
  static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }

  /** The object at the field, made when absent. */
  static ObjectNode object(ObjectNode parent, String field) {
    return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
  }

  /** Fills in an absent field. */
  static void fill(ObjectNode object, String field, JsonNode value) {
    if (absent(object, field)) {
      object.set(field, value);
    }
  }

  /** Fills in an absent field. */
  static void fill(ObjectNode object, String field, String value) {
    fill(object, field, NODES.textNode(value));
  }

  /** Fills in an absent field. */
  static void fill(ObjectNode object, String field, long value) {
    fill(object, field, NODES.numberNode(value));
  }

  /** Fills in an absent field. */
  static void fill(ObjectNode object, String field, boolean value) {
    fill(object, field, NODES.booleanNode(value));
  }

  /** Fills in an absent field with an empty object. */
  static void fillObject(ObjectNode object, String field) {
    fill(object, field, NODES.objectNode());
  }

  /** Fills in a field that is absent or empty. */
  static void fillEmpty(ObjectNode object, String field, String value) {
    if (zero(object, field)) {
      object.put(field, value);
    }
  }

  /** Fills in a field that is absent or zero. */
  static void fillZero(ObjectNode object, String field, long value) {
    if (zero(object, field)) {
      object.put(field, value);
    }
  }

  /** Copies the members of {@code from} that {@code into} lacks. */
  static void fillMembers(ObjectNode into, JsonNode from) {
    from.properties().forEach(e -> fill(into, e.getKey(), e.getValue().deepCopy()));
  }
}
