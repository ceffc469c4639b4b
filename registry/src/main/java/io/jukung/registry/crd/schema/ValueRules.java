package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says of values, beside their structure. Numbers and nodes are null when not said.
 *
 * @param enumValues empty when any value is allowed
 * @param branches of {@code allOf} and its like; they may describe properties again
 */
public record ValueRules(
    String format,
    @Nullable JsonNode maximum,
    boolean exclusiveMaximum,
    @Nullable JsonNode minimum,
    boolean exclusiveMinimum,
    @Nullable JsonNode maxLength,
    @Nullable JsonNode minLength,
    String pattern,
    @Nullable JsonNode maxItems,
    @Nullable JsonNode minItems,
    boolean uniqueItems,
    @Nullable JsonNode multipleOf,
    List<JsonNode> enumValues,
    @Nullable JsonNode maxProperties,
    @Nullable JsonNode minProperties,
    List<String> required,
    Branches branches) {

  /** Schemas joined by logic. */
  public record Branches(
      List<Structural> allOf,
      List<Structural> oneOf,
      List<Structural> anyOf,
      @Nullable Structural not) {
    static final Branches NONE = new Branches(List.of(), List.of(), List.of(), null);
  }

  private static final ValueRules ANY =
      new ValueRules(
          "",
          null,
          false,
          null,
          false,
          null,
          null,
          "",
          null,
          null,
          false,
          null,
          List.of(),
          null,
          null,
          List.of(),
          Branches.NONE);

  static ValueRules of(JsonNode schema) {
    ValueRules rules =
        new ValueRules(
            Structural.text(schema, "format"),
            number(schema, "maximum"),
            schema.path("exclusiveMaximum").asBoolean(false),
            number(schema, "minimum"),
            schema.path("exclusiveMinimum").asBoolean(false),
            number(schema, "maxLength"),
            number(schema, "minLength"),
            Structural.text(schema, "pattern"),
            number(schema, "maxItems"),
            number(schema, "minItems"),
            schema.path("uniqueItems").asBoolean(false),
            number(schema, "multipleOf"),
            Structural.all(schema.path("enum"), value -> value),
            number(schema, "maxProperties"),
            number(schema, "minProperties"),
            Structural.texts(schema.path("required")),
            branches(schema));
    return rules.equals(ANY) ? ANY : rules;
  }

  private static Branches branches(JsonNode schema) {
    List<Structural> allOf = Structural.all(schema.path("allOf"), Structural::of);
    List<Structural> oneOf = Structural.all(schema.path("oneOf"), Structural::of);
    List<Structural> anyOf = Structural.all(schema.path("anyOf"), Structural::of);
    JsonNode not = schema.path("not");
    return allOf.isEmpty() && oneOf.isEmpty() && anyOf.isEmpty() && !not.isObject()
        ? Branches.NONE
        : new Branches(allOf, oneOf, anyOf, not.isObject() ? Structural.of(not) : null);
  }

  private static @Nullable JsonNode number(JsonNode schema, String field) {
    JsonNode number = schema.get(field);
    return number == null || number.isNull() ? null : number;
  }
}
