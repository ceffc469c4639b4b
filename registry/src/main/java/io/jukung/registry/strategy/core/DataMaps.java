package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks of the data of ConfigMaps and Secrets, and of references to their keys. */
public final class DataMaps {
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final int KEY_MAX_BYTES = 253;

  private DataMaps() {}

  /** Checks the keys. */
  static void keys(Spot data, List<FieldError> errors) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : data.node().properties()) {
      sorted.put(entry.getKey(), entry.getValue());
    }
    sorted.keySet().forEach(key -> key(data.key(key).path(), key, errors));
  }

  /** Checks one key, told of at {@code path}. */
  public static void key(String path, String key, List<FieldError> errors) {
    if (key.length() > KEY_MAX_BYTES) {
      errors.add(FieldError.invalid(path, key, "must be no more than 253 characters"));
    }
    if (!KEY.matcher(key).matches()) {
      errors.add(
          FieldError.invalid(
              path,
              key,
              "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                  + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                  + " '[-._a-zA-Z0-9]+')"));
    }
    if (key.equals(".")) {
      errors.add(FieldError.invalid(path, key, "must not be '.'"));
    } else if (key.equals("..")) {
      errors.add(FieldError.invalid(path, key, "must not be '..'"));
    } else if (key.startsWith("..")) {
      errors.add(FieldError.invalid(path, key, "must not start with '..'"));
    }
  }

  /** Once marked immutable, neither the mark nor {@code fields} change. */
  static void immutable(
      ObjectNode object,
      ObjectNode old,
      String kind,
      List<String> fields,
      List<FieldError> errors) {
    if (!old.path("immutable").asBoolean()) {
      return;
    }
    String detail = "field is immutable when `immutable` is set";
    if (!object.path("immutable").asBoolean()) {
      errors.add(FieldError.forbidden("immutable", detail));
    }
    for (String field : fields) {
      if (!Same.same(object.path(field), old.path(field))) {
        errors.add(FieldError.forbidden(field, detail));
      }
    }
  }
}
