package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether sets and maps that are lists have each element once ({@code schema/listtype}). */
public final class ListTypes {
  private ListTypes() {}

  /** What is there twice. */
  public static List<FieldError> validate(JsonNode object, @Nullable Structural schema) {
    List<FieldError> errors = new ArrayList<>();
    check("", object, schema, errors);
    return errors;
  }

  private static void check(
      String path, JsonNode value, @Nullable Structural schema, List<FieldError> errors) {
    if (schema == null) {
      return;
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        boolean property = schema.properties().containsKey(field.getKey());
        String below =
            property
                ? (path.isEmpty() ? "" : path + ".") + field.getKey()
                : path + "[" + field.getKey() + "]";
        check(below, field.getValue(), schema.child(field.getKey()), errors);
      }
    } else if (value.isArray()) {
      unique(path, value, schema, errors);
      for (int i = 0; i < value.size(); i++) {
        check(path + "[" + i + "]", value.get(i), schema.items(), errors);
      }
    }
  }

  private static void unique(
      String path, JsonNode array, Structural schema, List<FieldError> errors) {
    boolean map = schema.listType().equals("map");
    if (!map && !schema.listType().equals("set")) {
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      JsonNode element = array.get(i);
      boolean twice = false;
      for (int j = 0; j < i && !twice; j++) {
        JsonNode other = array.get(j);
        twice =
            map
                ? element.isObject()
                    && other.isObject()
                    && Correlation.sameKeys(element, other, schema)
                : element.equals(other);
      }
      if (twice) {
        JsonNode shown = map ? keys(element, schema) : element;
        errors.add(
            new FieldError(
                FieldError.Type.DUPLICATE,
                path + "[" + i + "]",
                shown.isTextual() ? FieldError.quote(shown.textValue()) : shown.toString(),
                ""));
      }
    }
  }

  private static JsonNode keys(JsonNode element, Structural schema) {
    var keys = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    schema.listMapKeys().stream()
        .sorted()
        .forEach(
            key -> Optional.ofNullable(element.get(key)).ifPresent(value -> keys.set(key, value)));
    return keys;
  }
}
