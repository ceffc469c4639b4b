package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a schema is structural: types stand outside of all logic, and what logic speaks of is
 * described outside of it. Used for one schema. Upstream: {@code apiserver/schema/validation.go}
 * and {@code complete.go} at v1.36.
 */
final class StructureRules {
  private static final Set<String> NAMES = Set.of("name", "generateName");
  private static final ArrayNode EITHER = either();

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

  private final Patterns patterns;
  private final List<FieldError> errors = new ArrayList<>();

  private StructureRules(Patterns patterns) {
    this.patterns = patterns;
  }

  /** What is wrong, in the order of the texts. */
  static List<FieldError> validate(String path, JsonNode schema, Patterns patterns) {
    StructureRules rules = new StructureRules(patterns);
    rules.part(path, schema, Level.ROOT);
    rules.complete(schema, schema, path, path);
    rules.errors.sort(Comparator.comparing(FieldError::toString));
    return rules.errors;
  }

  private static ArrayNode either() {
    ArrayNode either = JsonNodeFactory.instance.arrayNode();
    either.addObject().put("type", "integer");
    either.addObject().put("type", "string");
    return either;
  }

  static boolean is(JsonNode schema, String flag) {
    return schema.path(flag).asBoolean(false);
  }

  private static String type(JsonNode schema) {
    return schema.path("type").asText("");
  }

  private void part(String path, JsonNode schema, Level level) {
    if (type(schema).equals("array") && !schema.path("items").isObject()) {
      errors.add(FieldError.required(path + ".items", "must be specified"));
    }
    if (schema.path("items").isObject()) {
      part(path + ".items", schema.path("items"), Level.ITEM);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      part(path + ".properties[" + property.getKey() + "]", property.getValue(), Level.FIELD);
    }
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isMissingNode() && level == Level.ROOT) {
      errors.add(
          FieldError.forbidden(path + ".additionalProperties", "must not be used at the root"));
    }
    if (additional.isObject()) {
      part(path + ".additionalProperties", additional, Level.FIELD);
    }
    extensions(path, schema);
    boolean anyOf = schema.path("anyOf").equals(EITHER);
    boolean allOf = schema.path("allOf").path(0).path("anyOf").equals(EITHER);
    values(path, schema, anyOf, allOf);
    types(path, schema, level);
    metadata(path, schema, level);
    if (is(schema, "x-kubernetes-embedded-resource")
        && !is(schema, "x-kubernetes-preserve-unknown-fields")
        && schema.path("properties").isEmpty()) {
      errors.add(
          FieldError.required(
              path + ".properties",
              "must not be empty if x-kubernetes-embedded-resource is true without"
                  + " x-kubernetes-preserve-unknown-fields"));
    }
  }

  private void extensions(String path, JsonNode schema) {
    if (!is(schema, "x-kubernetes-int-or-string")) {
      return;
    }
    for (String other :
        List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
      if (is(schema, other)) {
        errors.add(
            FieldError.invalid(
                path + "." + other,
                schema.path(other),
                "must be false if x-kubernetes-int-or-string is true"));
      }
    }
  }

  private void types(String path, JsonNode schema, Level level) {
    String type = type(schema);
    boolean embedded = is(schema, "x-kubernetes-embedded-resource");
    String mustBeObject = "must be object if x-kubernetes-embedded-resource is true";
    if (embedded && !type.equals("object")) {
      errors.add(
          type.isEmpty()
              ? FieldError.required(path + ".type", mustBeObject)
              : FieldError.invalid(path + ".type", type, mustBeObject));
    } else if (type.isEmpty()
        && !is(schema, "x-kubernetes-int-or-string")
        && !is(schema, "x-kubernetes-preserve-unknown-fields")) {
      errors.add(FieldError.required(path + ".type", "must not be empty " + level.text));
    }
    if (embedded && schema.has("additionalProperties")) {
      errors.add(
          FieldError.forbidden(
              path + ".additionalProperties",
              "must not be used if x-kubernetes-embedded-resource is set"));
    }
    if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
      errors.add(FieldError.invalid(path + ".type", type, "must be object at the root"));
    }
  }

  private void metadata(String path, JsonNode schema, Level level) {
    boolean resource = level == Level.ROOT || is(schema, "x-kubernetes-embedded-resource");
    JsonNode properties = schema.path("properties");
    for (String field : List.of("kind", "apiVersion")) {
      if (resource && properties.has(field) && !type(properties.path(field)).equals("string")) {
        errors.add(
            FieldError.invalid(
                path + ".properties[" + field + "].type",
                type(properties.path(field)),
                "must be string"));
      }
    }
    JsonNode metadata = properties.path("metadata");
    if (!metadata.isObject()) {
      return;
    }
    String at = path + ".properties[metadata]";
    if (resource && !type(metadata).equals("object")) {
      errors.add(FieldError.invalid(at + ".type", type(metadata), "must be object"));
    }
    if (level == Level.ROOT && !namesOnly((ObjectNode) metadata)) {
      errors.add(
          FieldError.forbidden(
              at,
              "must not specify anything other than name and generateName, but metadata is"
                  + " implicitly specified"));
    }
  }

  private static boolean namesOnly(ObjectNode metadata) {
    ObjectNode rest = metadata.deepCopy();
    boolean names = true;
    for (Map.Entry<String, JsonNode> part : metadata.path("properties").properties()) {
      names &= NAMES.contains(part.getKey());
    }
    if (names) {
      rest.remove("properties");
    }
    rest.remove(List.of("type", "default"));
    return InternalForm.fields(rest).isEmpty();
  }

  /** What is said of values. */
  private void values(String path, JsonNode schema, boolean skipAnyOf, boolean skipFirstAllOf) {
    if (!skipAnyOf) {
      branches(path, schema, "anyOf", false);
    }
    branches(path, schema, "allOf", skipFirstAllOf);
    branches(path, schema, "oneOf", false);
    if (schema.path("not").isObject()) {
      nested(path + ".not", schema.path("not"), false);
    }
    String pattern = schema.path("pattern").asText("");
    String wrong = pattern.isEmpty() ? "" : patterns.error(pattern);
    if (!wrong.isEmpty()) {
      errors.add(
          FieldError.invalid(
              path + ".pattern",
              pattern,
              "must be a valid regular expression, but isn't: " + wrong));
    }
  }

  private void branches(String path, JsonNode schema, String junctor, boolean skipFirst) {
    JsonNode branches = schema.path(junctor);
    for (int i = 0; i < branches.size(); i++) {
      nested(path + "." + junctor + "[" + i + "]", branches.get(i), skipFirst && i == 0);
    }
  }

  private void nested(String path, JsonNode schema, boolean skipAnyOf) {
    values(path, schema, skipAnyOf, false);
    if (schema.path("items").isObject()) {
      nested(path + ".items", schema.path("items"), false);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      nested(path + ".properties[" + property.getKey() + "]", property.getValue(), false);
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
      errors.add(
          FieldError.forbidden(
              path + ".properties[metadata]", "must not be specified in a nested context"));
    }
  }

  private static boolean set(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> !value.textValue().isEmpty();
      case BOOLEAN -> value.booleanValue();
      case ARRAY -> !value.isEmpty();
      case NULL, MISSING -> false;
      default -> true;
    };
  }

  private void forbidden(String path, JsonNode schema, String field, String why) {
    JsonNode value = schema.path(field);
    if (field.equals("default") ? schema.hasNonNull(field) : set(value)) {
      errors.add(FieldError.forbidden(path + "." + field, why));
    }
  }

  /** Every value that logic at the root speaks of must be described outside of it. */
  private void complete(JsonNode logic, JsonNode schema, String path, String from) {
    if (logic.path("not").isObject()) {
      described(logic.path("not"), schema, path, from + ".not");
    }
    for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
      JsonNode branches = logic.path(junctor);
      for (int i = 0; i < branches.size(); i++) {
        described(branches.get(i), schema, path, from + "." + junctor + "[" + i + "]");
      }
    }
  }

  private void described(JsonNode branch, JsonNode schema, String path, String from) {
    if (!schema.isObject()) {
      errors.add(FieldError.required(path, "because it is defined in " + from));
      return;
    }
    complete(branch, schema, path, from);
    if (branch.path("items").isObject()) {
      described(branch.path("items"), schema.path("items"), path + ".items", from + ".items");
    }
    for (Map.Entry<String, JsonNode> property : branch.path("properties").properties()) {
      String below = ".properties[" + property.getKey() + "]";
      described(
          property.getValue(),
          schema.path("properties").path(property.getKey()),
          path + below,
          from + below);
    }
  }
}
