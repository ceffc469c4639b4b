package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the defaults of a schema ({@code schema/defaulting/algorithm.go} and {@code
 * prunenulls.go}).
 */
public final class Defaulting {
  private Defaulting() {}

  /** Fills in what is missing, and what is null though it may not be. */
  public static void apply(JsonNode value, @Nullable Structural schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      schema
          .properties()
          .forEach(
              (key, property) -> {
                JsonNode wanted = property.defaultValue();
                JsonNode there = object.get(key);
                if (wanted != null && (there == null || mustNotBeNull(there, property))) {
                  object.set(key, wanted.deepCopy());
                }
              });
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        Structural child = schema.child(field.getKey());
        if (child != null) {
          if (!schema.properties().containsKey(field.getKey())) {
            replaceNull(field.getValue(), child, field::setValue);
          }
          apply(field.getValue(), child);
        }
      }
    } else if (value instanceof ArrayNode array && schema.items() != null) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        replaceNull(array.get(i), schema.items(), with -> array.set(at, with));
        apply(array.get(i), schema.items());
      }
    }
  }

  private static void replaceNull(
      JsonNode value, Structural schema, java.util.function.Consumer<JsonNode> replace) {
    if (mustNotBeNull(value, schema)) {
      JsonNode wanted = schema.defaultValue();
      replace.accept(wanted == null ? NullNode.instance : wanted.deepCopy());
    }
  }

  /** Removes fields that are null, may not be, and have no default. */
  public static void dropNulls(JsonNode value, @Nullable Structural schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      List<String> gone = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        Structural child = schema.child(field.getKey());
        if (child != null
            && mustNotBeNull(field.getValue(), child)
            && child.defaultValue() == null) {
          gone.add(field.getKey());
        } else if (child != null) {
          dropNulls(field.getValue(), child);
        }
      }
      object.remove(gone);
    } else if (value instanceof ArrayNode array) {
      array.forEach(element -> dropNulls(element, schema.items()));
    }
  }

  private static boolean mustNotBeNull(JsonNode value, Structural schema) {
    return value.isNull() && !schema.nullable();
  }

  /** Whether any part of the schema has a default. */
  public static boolean hasDefaults(@Nullable Structural schema) {
    return schema != null
        && (schema.defaultValue() != null
            || hasDefaults(schema.items())
            || hasDefaults(schema.additional())
            || schema.properties().values().stream().anyMatch(Defaulting::hasDefaults));
  }
}
