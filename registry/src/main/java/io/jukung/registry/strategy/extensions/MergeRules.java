package io.jukung.registry.strategy.extensions;

import static io.jukung.registry.strategy.extensions.DefinitionValidation.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import java.util.List;

/** Whether a schema says clearly how its lists and maps are merged. */
final class MergeRules {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final String KEYS = "x-kubernetes-list-map-keys";

  private MergeRules() {}

  static void validate(String path, JsonNode schema, String type, List<FieldError> errors) {
    of(path, schema, MAP_TYPE, type, "object", List.of("atomic", "granular"), errors);
    of(path, schema, LIST_TYPE, type, "array", List.of("atomic", "set", "map"), errors);
    String listType = text(schema, LIST_TYPE);
    JsonNode keys = schema.path(KEYS);
    if (!keys.isEmpty() && !listType.equals("map")) {
      String why = "must be map if x-kubernetes-list-map-keys is non-empty";
      errors.add(
          listType.isEmpty()
              ? FieldError.required(path + "." + LIST_TYPE, why)
              : FieldError.invalid(path + "." + LIST_TYPE, listType, why));
    }
    if (listType.equals("map")) {
      keys(path, schema, keys, errors);
    }
  }

  private static void of(
      String path,
      JsonNode schema,
      String extension,
      String type,
      String wanted,
      List<String> supported,
      List<FieldError> errors) {
    if (!schema.hasNonNull(extension)) {
      return;
    }
    if (!type.equals(wanted)) {
      String why = "must be " + wanted + " if " + extension + " is specified";
      errors.add(
          type.isEmpty()
              ? FieldError.required(path + ".type", why)
              : FieldError.invalid(path + ".type", type, why));
    }
    String value = text(schema, extension);
    if (!supported.contains(value)) {
      errors.add(FieldError.notSupported(path + "." + extension, value, supported));
    }
  }

  private static void keys(String path, JsonNode schema, JsonNode keys, List<FieldError> errors) {
    if (keys.isEmpty()) {
      errors.add(
          FieldError.required(
              path + "." + KEYS, "must not be empty if x-kubernetes-list-type is map"));
    }
    JsonNode items = schema.path("items");
    if (!items.isObject()) {
      return;
    }
    if (!text(items, "type").equals("object")) {
      errors.add(
          FieldError.invalid(
              path + ".items.type",
              text(items, "type"),
              "must be object if parent array's x-kubernetes-list-type is map"));
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i).asText();
      JsonNode property = items.path("properties").path(key);
      if (property.isMissingNode()) {
        errors.add(
            FieldError.invalid(
                path + "." + KEYS + "[" + i + "]",
                key,
                "entries must all be names of item properties"));
        continue;
      }
      String at = path + ".items.properties[" + key + "]";
      String type = text(property, "type");
      if (type.equals("array") || type.equals("object")) {
        errors.add(
            FieldError.invalid(
                at + ".type",
                type,
                "must be a scalar type if parent array's" + " x-kubernetes-list-type is map"));
      }
      if (property.path("nullable").asBoolean(false)) {
        errors.add(
            FieldError.forbidden(
                at + ".nullable",
                "this property is in x-kubernetes-list-map-keys, so it cannot be" + " nullable"));
      }
      boolean required = false;
      for (JsonNode name : items.path("required")) {
        required |= name.asText().equals(key);
      }
      if (!required && !property.hasNonNull("default")) {
        errors.add(
            FieldError.required(
                at + ".default",
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                    + " required property"));
      }
    }
  }
}
