package io.jukung.registry.strategy.extensions;

import static io.jukung.registry.strategy.extensions.StructureRules.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a schema says clearly how its lists and maps are merged. */
final class MergeRules {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final String KEYS = "x-kubernetes-list-map-keys";
  private static final List<String> MAP_TYPES = List.of("atomic", "granular");
  private static final List<String> LIST_TYPES = List.of("atomic", "set", "map");

  private MergeRules() {}

  static void validate(String path, JsonNode schema, List<FieldError> errors) {
    boolean mapType = schema.hasNonNull(MAP_TYPE);
    if (mapType) {
      var _ = typed(path, schema, MAP_TYPE, "object", errors);
      supported(path, schema, MAP_TYPE, MAP_TYPES, errors);
    }
    String listType = text(schema, LIST_TYPE);
    if (schema.hasNonNull(LIST_TYPE)) {
      if (typed(path, schema, LIST_TYPE, "array", errors) && listType.equals("set")) {
        atomicItems(path, schema.path("items"), errors);
      }
      supported(path, schema, LIST_TYPE, LIST_TYPES, errors);
    }
    JsonNode keys = schema.path(KEYS);
    if (!keys.isEmpty() && !listType.equals("map")) {
      String why = "must be map if x-kubernetes-list-map-keys is non-empty";
      errors.add(
          schema.hasNonNull(LIST_TYPE)
              ? FieldError.invalid(path + "." + LIST_TYPE, listType, why)
              : FieldError.required(path + "." + LIST_TYPE, why));
    }
    if (listType.equals("map")) {
      keyed(path, schema, keys, errors);
    }
    JsonNode items = schema.path("items");
    if (items.isObject() && (listType.equals("map") || listType.equals("set"))) {
      never(path, listType, items, keys, errors);
    }
  }

  private static String text(JsonNode schema, String field) {
    return schema.path(field).asText("");
  }

  private static boolean typed(
      String path, JsonNode schema, String extension, String wanted, List<FieldError> errors) {
    String type = text(schema, "type");
    if (type.equals(wanted)) {
      return true;
    }
    String why = "must be " + wanted + " if " + extension + " is specified";
    errors.add(
        type.isEmpty()
            ? FieldError.required(path + ".type", why)
            : FieldError.invalid(path + ".type", type, why));
    return false;
  }

  private static void supported(
      String path, JsonNode schema, String extension, List<String> all, List<FieldError> errors) {
    String value = text(schema, extension);
    if (!all.contains(value)) {
      errors.add(FieldError.notSupported(path + "." + extension, value, all));
    }
  }

  /** Elements of a set are told apart as a whole, so they must be in one piece. */
  private static void atomicItems(String path, JsonNode items, List<FieldError> errors) {
    String why = "must be atomic as item of a list with x-kubernetes-list-type=set";
    JsonNode listType = items.path(LIST_TYPE);
    switch (text(items, "type")) {
      case "array" -> {
        if (items.hasNonNull(LIST_TYPE) && !listType.asText().equals("atomic")) {
          errors.add(FieldError.invalid(path + ".items." + LIST_TYPE, listType, why));
        }
      }
      case "object" -> {
        if (!text(items, MAP_TYPE).equals("atomic")) {
          // As upstream, the value shown is that of the other extension.
          errors.add(
              FieldError.invalid(
                  path + ".items." + MAP_TYPE, listType.isMissingNode() ? null : listType, why));
        }
      }
      default -> {}
    }
  }

  private static void keyed(String path, JsonNode schema, JsonNode keys, List<FieldError> errors) {
    if (keys.isEmpty()) {
      errors.add(
          FieldError.required(
              path + "." + KEYS, "must not be empty if x-kubernetes-list-type is map"));
    }
    JsonNode items = schema.path("items");
    if (items.isMissingNode()) {
      errors.add(
          FieldError.required(
              path + ".items", "must have a schema if x-kubernetes-list-type is map"));
    }
    if (!items.isObject()) {
      return;
    }
    String type = text(items, "type");
    if (!type.equals("object")) {
      errors.add(
          FieldError.invalid(
              path + ".items.type",
              type,
              "must be object if parent array's x-kubernetes-list-type is map"));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode name : keys) {
      String key = name.asText();
      JsonNode property = items.path("properties").path(key);
      String keyType = text(property, "type");
      if (property.isMissingNode()) {
        errors.add(
            FieldError.invalid(
                path + "." + KEYS, keys, "entries must all be names of item properties"));
      } else if (keyType.equals("array") || keyType.equals("object")) {
        errors.add(
            FieldError.invalid(
                path + ".items.properties[" + key + "].type",
                type,
                "must be a scalar type if parent array's x-kubernetes-list-type is map"));
      }
      if (!seen.add(key)) {
        errors.add(
            FieldError.invalid(path + "." + KEYS, keys, "must not contain duplicate entries"));
      }
    }
  }

  /** What identifies an element can't be null or missing. */
  private static void never(
      String path, String listType, JsonNode items, JsonNode keys, List<FieldError> errors) {
    if (is(items, "nullable")) {
      errors.add(
          FieldError.forbidden(
              path + ".items.nullable",
              "cannot be nullable when x-kubernetes-list-type is " + listType));
    }
    if (!listType.equals("map")) {
      return;
    }
    Set<String> required = new HashSet<>();
    items.path("required").forEach(name -> required.add(name.asText()));
    for (JsonNode name : keys) {
      String key = name.asText();
      JsonNode property = items.path("properties").path(key);
      String at = path + ".items.properties[" + key + "]";
      if (property.isMissingNode()) {
        continue;
      }
      if (!required.contains(key) && !property.hasNonNull("default")) {
        errors.add(
            FieldError.required(
                at + ".default",
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                    + " required property"));
      }
      if (is(property, "nullable")) {
        errors.add(
            FieldError.forbidden(
                at + ".nullable",
                "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
      }
    }
  }
}
