package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled schema, or a part of one. Texts are left out: they are for documents only.
 *
 * @param type such as {@code object}; empty when not said
 * @param defaultValue null when there is none
 * @param items of arrays; null when there is none
 * @param additional of maps' values; null when other properties are not allowed or not described
 * @param additionalAllowed whether a map may hold anything: {@code additionalProperties: true}
 * @param listType {@code atomic}, {@code set}, {@code map} or empty
 * @param values what values are allowed
 * @param rules {@code x-kubernetes-validations}
 */
public record Structural(
    String type,
    boolean nullable,
    @Nullable JsonNode defaultValue,
    @Nullable Structural items,
    @Nullable Structural additional,
    boolean additionalAllowed,
    Map<String, Structural> properties,
    boolean intOrString,
    boolean preserveUnknownFields,
    boolean embeddedResource,
    String listType,
    List<String> listMapKeys,
    String mapType,
    ValueRules values,
    List<Rule> rules) {

  /**
   * A rule in CEL.
   *
   * @param reason such as {@code FieldValueInvalid}; empty when not given
   * @param optionalOldSelf whether the rule runs on creation too, with an empty {@code oldSelf}
   */
  public record Rule(
      String rule,
      String message,
      String messageExpression,
      String reason,
      String fieldPath,
      Optional<Boolean> optionalOldSelf) {}

  /** Reads {@code openAPIV3Schema} or a part of it. */
  public static Structural of(JsonNode schema) {
    JsonNode additional = schema.path("additionalProperties");
    Map<String, Structural> properties = new LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), of(property.getValue())));
    JsonNode defaultValue = schema.get("default");
    return new Structural(
        text(schema, "type"),
        schema.path("nullable").asBoolean(false),
        defaultValue == null || defaultValue.isNull() ? null : defaultValue,
        schema.path("items").isObject() ? of(schema.path("items")) : null,
        additional.isObject() ? of(additional) : null,
        additional.asBoolean(false),
        properties.isEmpty() ? Map.of() : properties,
        schema.path("x-kubernetes-int-or-string").asBoolean(false),
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false),
        schema.path("x-kubernetes-embedded-resource").asBoolean(false),
        text(schema, "x-kubernetes-list-type"),
        texts(schema.path("x-kubernetes-list-map-keys")),
        text(schema, "x-kubernetes-map-type"),
        ValueRules.of(schema),
        all(schema.path("x-kubernetes-validations"), Structural::rule));
  }

  private static Rule rule(JsonNode rule) {
    JsonNode optional = rule.path("optionalOldSelf");
    return new Rule(
        text(rule, "rule"),
        text(rule, "message"),
        text(rule, "messageExpression"),
        text(rule, "reason"),
        text(rule, "fieldPath"),
        optional.isBoolean() ? Optional.of(optional.booleanValue()) : Optional.empty());
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  static List<String> texts(JsonNode list) {
    return all(list, JsonNode::asText);
  }

  static <T> List<T> all(JsonNode list, Function<JsonNode, T> read) {
    if (list.isEmpty()) {
      return List.of();
    }
    List<T> all = new ArrayList<>(list.size());
    list.forEach(element -> all.add(read.apply(element)));
    return List.copyOf(all);
  }

  /** The schema of the value under {@code key} of an object; null when there is none. */
  public @Nullable Structural child(String key) {
    Structural property = properties.get(key);
    return property != null ? property : additional;
  }

  /** This with the meaning of the top of an object, which has kind, version and metadata. */
  public Structural asResource() {
    return embeddedResource
        ? this
        : new Structural(
            type,
            nullable,
            defaultValue,
            items,
            additional,
            additionalAllowed,
            properties,
            intOrString,
            preserveUnknownFields,
            true,
            listType,
            listMapKeys,
            mapType,
            values,
            rules);
  }
}
