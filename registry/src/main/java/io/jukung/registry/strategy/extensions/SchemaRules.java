package io.jukung.registry.strategy.extensions;

import static io.jukung.registry.strategy.extensions.DefinitionValidation.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.crd.rules.Rules;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.crd.schema.Re2Patterns;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.crd.schema.ValueValidation;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a schema of a definition may say: it must be structural, its defaults must be valid, and
 * lists and maps must be described so that they can be merged ({@code
 * apiserver/schema/validation.go} and {@code apis/apiextensions/validation/validation.go} at
 * v1.36). Used for one schema.
 */
final class SchemaRules {
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final Set<String> META = Set.of("metadata", "kind", "apiVersion");

  /** Where a part stands in the schema. */
  private enum Level {
    ROOT("at the root"),
    ITEM("for specified array items"),
    FIELD("for specified object fields");

    private final String text;

    Level(String text) {
      this.text = text;
    }
  }

  private final Patterns patterns = new Re2Patterns();
  private final List<FieldError> structural = new ArrayList<>();
  private final List<FieldError> errors = new ArrayList<>();

  private SchemaRules() {}

  /**
   * What is wrong with a schema.
   *
   * @param status whether there is a status subresource, whose schema must be whole
   */
  static List<FieldError> validate(String path, JsonNode schema, boolean status) {
    SchemaRules rules = new SchemaRules();
    List<FieldError> errors = new ArrayList<>();
    if (status && !text(schema, "type").isEmpty() && !text(schema, "type").equals("object")) {
      errors.add(
          FieldError.invalid(
              path + ".type",
              text(schema, "type"),
              "only \"object\" is allowed as the type at the root of the schema if the status"
                  + " subresource is enabled"));
    }
    if (schema.path("nullable").asBoolean(false)) {
      errors.add(FieldError.forbidden(path + ".nullable", "nullable cannot be true at the root"));
    }
    rules.structure(path, schema, Level.ROOT);
    rules.structural.sort(Comparator.comparing(FieldError::toString));
    errors.addAll(rules.structural);
    if (rules.structural.isEmpty()) {
      rules.defaults(path, schema);
      errors.addAll(rules.structural);
    }
    rules.part(path, schema, true);
    errors.addAll(rules.errors);
    return errors;
  }

  private void structure(String path, JsonNode schema, Level level) {
    String type = text(schema, "type");
    if (type.equals("array") && !schema.path("items").isObject()) {
      structural.add(FieldError.required(path + ".items", "must be specified"));
    }
    if (schema.path("items").isObject()) {
      structure(path + ".items", schema.path("items"), Level.ITEM);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      structure(path + ".properties[" + property.getKey() + "]", property.getValue(), Level.FIELD);
    }
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isMissingNode()) {
      if (level == Level.ROOT) {
        structural.add(
            FieldError.forbidden(path + ".additionalProperties", "must not be used at the root"));
      }
      if (additional.isObject()) {
        structure(path + ".additionalProperties", additional, Level.FIELD);
      }
    }
    extensions(path, schema);
    values(path, schema);
    type(path, schema, type, level);
    metadata(path, schema, level);
  }

  private void extensions(String path, JsonNode schema) {
    if (is(schema, "x-kubernetes-int-or-string")) {
      for (String other :
          List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
        if (is(schema, other)) {
          structural.add(
              FieldError.invalid(
                  path + "." + other,
                  schema.path(other),
                  "must be false if x-kubernetes-int-or-string is true"));
        }
      }
    }
  }

  private static boolean is(JsonNode schema, String flag) {
    return schema.path(flag).asBoolean(false);
  }

  private void type(String path, JsonNode schema, String type, Level level) {
    boolean embedded = is(schema, "x-kubernetes-embedded-resource");
    String mustBeObject = "must be object if x-kubernetes-embedded-resource is true";
    if (embedded && !type.equals("object")) {
      structural.add(
          type.isEmpty()
              ? FieldError.required(path + ".type", mustBeObject)
              : FieldError.invalid(path + ".type", type, mustBeObject));
    } else if (type.isEmpty()
        && !is(schema, "x-kubernetes-int-or-string")
        && !is(schema, "x-kubernetes-preserve-unknown-fields")) {
      structural.add(FieldError.required(path + ".type", "must not be empty " + level.text));
    }
    if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
      structural.add(FieldError.invalid(path + ".type", type, "must be object at the root"));
    }
    if (embedded
        && !is(schema, "x-kubernetes-preserve-unknown-fields")
        && schema.path("properties").isEmpty()) {
      structural.add(
          FieldError.required(
              path + ".properties",
              "must not be empty if x-kubernetes-embedded-resource is true without"
                  + " x-kubernetes-preserve-unknown-fields"));
    }
  }

  private void metadata(String path, JsonNode schema, Level level) {
    boolean resource = level == Level.ROOT || is(schema, "x-kubernetes-embedded-resource");
    if (!resource) {
      return;
    }
    JsonNode properties = schema.path("properties");
    for (String field : List.of("kind", "apiVersion")) {
      if (properties.has(field) && !text(properties.path(field), "type").equals("string")) {
        structural.add(
            FieldError.invalid(
                path + ".properties[" + field + "].type",
                text(properties.path(field), "type"),
                "must be string"));
      }
    }
    JsonNode metadata = properties.path("metadata");
    if (metadata.isObject() && !text(metadata, "type").equals("object")) {
      structural.add(
          FieldError.invalid(
              path + ".properties[metadata].type", text(metadata, "type"), "must be object"));
    }
    if (level == Level.ROOT) {
      for (Map.Entry<String, JsonNode> part : metadata.path("properties").properties()) {
        if (!part.getKey().equals("name") && !part.getKey().equals("generateName")) {
          structural.add(
              FieldError.forbidden(
                  path + ".properties[metadata]",
                  "must not specify anything other than name and generateName, but metadata is"
                      + " implicitly specified"));
          return;
        }
      }
    }
  }

  /** What is said of values, in the branches of allOf and its like too. */
  private void values(String path, JsonNode schema) {
    boolean either = is(schema, "x-kubernetes-int-or-string");
    for (String junctor : List.of("anyOf", "allOf", "oneOf")) {
      JsonNode branches = schema.path(junctor);
      for (int i = 0; i < branches.size(); i++) {
        if (!either) {
          nested(path + "." + junctor + "[" + i + "]", branches.get(i));
        }
      }
    }
    if (schema.path("not").isObject()) {
      nested(path + ".not", schema.path("not"));
    }
    String pattern = text(schema, "pattern");
    String wrong = pattern.isEmpty() ? "" : patterns.error(pattern);
    if (!wrong.isEmpty()) {
      structural.add(
          FieldError.invalid(
              path + ".pattern",
              pattern,
              "must be a valid regular expression, but isn't: " + wrong));
    }
  }

  private void nested(String path, JsonNode schema) {
    values(path, schema);
    if (schema.path("items").isObject()) {
      nested(path + ".items", schema.path("items"));
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      nested(path + ".properties[" + property.getKey() + "]", property.getValue());
    }
    forbidden(path, schema, "type", "must be empty to be structural");
    forbidden(path, schema, "additionalProperties", "must be undefined to be structural");
    forbidden(path, schema, "default", "must be undefined to be structural");
    forbidden(path, schema, "title", "must be empty to be structural");
    forbidden(path, schema, "description", "must be empty to be structural");
    forbidden(path, schema, "nullable", "must be false to be structural");
    forbidden(
        path, schema, "x-kubernetes-preserve-unknown-fields", "must be false to be structural");
    forbidden(path, schema, "x-kubernetes-embedded-resource", "must be false to be structural");
    forbidden(path, schema, "x-kubernetes-int-or-string", "must be false to be structural");
    forbidden(path, schema, "x-kubernetes-list-map-keys", "must be empty to be structural");
    forbidden(path, schema, "x-kubernetes-list-type", "must be undefined to be structural");
    forbidden(path, schema, "x-kubernetes-map-type", "must be undefined to be structural");
    forbidden(path, schema, "x-kubernetes-validations", "must be empty to be structural");
    if (schema.path("properties").has("metadata")) {
      structural.add(
          FieldError.forbidden(
              path + ".properties[metadata]", "must not be specified in a nested context"));
    }
  }

  private void forbidden(String path, JsonNode schema, String field, String why) {
    JsonNode value = schema.path(field);
    boolean set =
        value.isTextual()
            ? !value.textValue().isEmpty()
            : value.isBoolean() ? value.booleanValue() : schema.hasNonNull(field);
    if (set) {
      structural.add(FieldError.forbidden(path + "." + field, why));
    }
  }

  private void defaults(String path, JsonNode schema) {
    JsonNode preset = schema.get("default");
    if (preset != null && !preset.isNull()) {
      for (FieldError error :
          new ValueValidation("", patterns).validate(preset, Structural.of(schema))) {
        String below = error.field().equals("<nil>") ? "" : "." + error.field();
        structural.add(
            new FieldError(
                error.type(), path + ".default" + below, error.badValue(), error.detail()));
      }
    }
    if (schema.path("items").isObject()) {
      defaults(path + ".items", schema.path("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      defaults(path + ".additionalProperties", schema.path("additionalProperties"));
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      defaults(path + ".properties[" + property.getKey() + "]", property.getValue());
    }
  }

  private void part(String path, JsonNode schema, boolean root) {
    String type = text(schema, "type");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      errors.add(FieldError.notSupported(path + ".type", type, TYPES));
    }
    if (is(schema, "uniqueItems")) {
      errors.add(
          FieldError.forbidden(
              path + ".uniqueItems",
              "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
    }
    JsonNode additional = schema.path("additionalProperties");
    if (!schema.path("properties").isEmpty()
        && (additional.isObject() || (additional.isBoolean() && !additional.booleanValue()))) {
      errors.add(
          FieldError.forbidden(
              path + ".additionalProperties",
              "additionalProperties and properties are mutual exclusive"));
    }
    if (additional.isObject()) {
      part(path + ".additionalProperties", additional, false);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String below = path + ".properties[" + property.getKey() + "]";
      if (root && META.contains(property.getKey()) && property.getValue().hasNonNull("default")) {
        errors.add(
            FieldError.forbidden(
                below + ".default", "must not be set in top-level " + property.getKey()));
      }
      part(below, property.getValue(), false);
    }
    if (schema.path("items").isObject()) {
      part(path + ".items", schema.path("items"), false);
    }
    JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.booleanValue()) {
      errors.add(
          FieldError.invalid(
              path + ".x-kubernetes-preserve-unknown-fields",
              preserve,
              "must be true or undefined"));
    }
    MergeRules.validate(path, schema, type, errors);
    if (structural.isEmpty() && !schema.path("x-kubernetes-validations").isEmpty()) {
      errors.addAll(Rules.compileErrors(path, Structural.of(schema), root));
    }
  }
}
