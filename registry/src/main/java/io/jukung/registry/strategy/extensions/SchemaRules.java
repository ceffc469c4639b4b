package io.jukung.registry.strategy.extensions;

import static io.jukung.registry.strategy.extensions.StructureRules.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.crd.rules.RuleCosts;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.crd.schema.Re2Patterns;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a schema of a definition may say ({@code validateCustomResourceDefinitionValidation} of
 * {@code apis/apiextensions/validation/validation.go} at v1.36). Used for one schema.
 */
final class SchemaRules {
  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final List<String> META = List.of("metadata", "kind", "apiVersion");
  private static final List<String> AT_ROOT =
      List.of(
          "Description",
          "Type",
          "Format",
          "Title",
          "Maximum",
          "ExclusiveMaximum",
          "Minimum",
          "ExclusiveMinimum",
          "MaxLength",
          "MinLength",
          "Pattern",
          "MaxItems",
          "MinItems",
          "UniqueItems",
          "MultipleOf",
          "Required",
          "Items",
          "Properties",
          "ExternalDocs",
          "Example",
          "XPreserveUnknownFields",
          "XValidations");

  /**
   * Fields that are refused wherever they stand, and their names in the text for a whole schema.
   */
  private static final List<String> UNSUPPORTED =
      List.of(
          "id",
          "$schema",
          "$ref",
          "patternProperties",
          "dependencies",
          "additionalItems",
          "definitions");

  /**
   * What holds at one place of the schema.
   *
   * @param noDefaults why there may be no default; empty when there may
   * @param inMeta whether the place is in an object's metadata, kind or version
   * @param uncorrelated the outermost place whose values have no counterpart in an older object;
   *     empty when there is none
   * @param structural the part as rules see it; empty when rules are not compiled here
   * @param cardinality how often the part may be there
   */
  private record Place(
      boolean root,
      String noDefaults,
      boolean inMeta,
      String uncorrelated,
      Optional<Structural> structural,
      Cardinality cardinality) {
    Place inside(String reason) {
      return new Place(root, reason, inMeta, uncorrelated, structural, cardinality);
    }

    Place meta() {
      return new Place(root, noDefaults, true, uncorrelated, structural, cardinality);
    }

    Place apart(String path) {
      return uncorrelated.isEmpty()
          ? new Place(root, noDefaults, inMeta, path, structural, cardinality)
          : this;
    }

    Place child(JsonNode parent, Optional<Structural> part) {
      return new Place(false, noDefaults, inMeta, uncorrelated, part, cardinality.below(parent));
    }

    Place branch() {
      return new Place(false, noDefaults, inMeta, uncorrelated, Optional.empty(), cardinality);
    }
  }

  /** What was found at a place and below. */
  private record Found(List<FieldError> schema, List<FieldError> rules) {
    Found() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Found other) {
      schema.addAll(other.schema);
      rules.addAll(other.rules);
    }
  }

  private final Patterns patterns = new Re2Patterns();
  private final TotalCost total = new TotalCost();
  private final boolean costs;

  private SchemaRules(boolean costs) {
    this.costs = costs;
  }

  /**
   * What is wrong with a schema.
   *
   * @param path of {@code schema}, which holds {@code openAPIV3Schema}
   * @param status whether there is a status subresource, whose schema must be whole
   * @param costs whether a single rule may be refused for its cost
   */
  static List<FieldError> validate(String path, JsonNode holder, boolean status, boolean costs) {
    JsonNode schema = holder.path("openAPIV3Schema");
    if (!schema.isObject()) {
      return List.of();
    }
    return new SchemaRules(costs).all(path + ".openAPIV3Schema", schema, status);
  }

  private List<FieldError> all(String path, JsonNode schema, boolean status) {
    List<FieldError> errors = new ArrayList<>();
    if (status) {
      root(path, schema, errors);
    }
    if (is(schema, "nullable")) {
      errors.add(FieldError.forbidden(path + ".nullable", "nullable cannot be true at the root"));
    }
    String unreadable = unreadable(schema);
    Optional<Structural> structural = Optional.empty();
    if (unreadable.isEmpty()) {
      List<FieldError> shape = StructureRules.validate(path, schema, patterns);
      if (shape.isEmpty()) {
        Structural whole = Structural.of(schema).asResource();
        shape = new DefaultRules(patterns).validate(path, whole);
        structural = shape.isEmpty() ? Optional.of(Structural.of(schema)) : Optional.empty();
      }
      errors.addAll(shape);
    }
    Found found = part(path, schema, new Place(true, "", false, "", structural, Cardinality.ONE));
    errors.addAll(found.schema);
    errors.addAll(found.rules);
    if (errors.isEmpty() && !unreadable.isEmpty()) {
      errors.add(FieldError.invalid(path, "", unreadable));
    }
    total.report(path, errors);
    return errors;
  }

  /** With a status subresource, the status' schema is used alone: the root may say little. */
  private static void root(String path, JsonNode schema, List<FieldError> errors) {
    for (String field : InternalForm.fields(schema)) {
      if (field.equals("Type")) {
        String type = schema.path("type").asText("");
        if (!type.equals("object")) {
          errors.add(
              FieldError.invalid(
                  path + ".type",
                  type,
                  "only \"object\" is allowed as the type at the root of the schema if the status"
                      + " subresource is enabled"));
          return;
        }
      } else if (!AT_ROOT.contains(field)) {
        errors.add(
            FieldError.invalid(
                path,
                InternalForm.schema(schema),
                "only ["
                    + String.join(" ", AT_ROOT)
                    + "] fields are allowed at the root of the schema if the status subresource is"
                    + " enabled"));
        return;
      }
    }
  }

  /** Why a schema can't be read at all; empty when it can. */
  private static String unreadable(JsonNode schema) {
    for (String field : UNSUPPORTED) {
      JsonNode value = schema.path(field);
      boolean set =
          schema.hasNonNull(field)
              && !(value.isTextual() && value.textValue().isEmpty())
              && !(value.isContainerNode() && value.isEmpty());
      if (set) {
        String name = field.equals("$schema") ? "schema" : field;
        return "OpenAPIV3Schema '" + name + "' is not supported";
      }
    }
    if (schema.path("items").isArray()) {
      return "OpenAPIV3Schema 'items' must be a schema, but is an array";
    }
    JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.booleanValue()) {
      return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
    }
    List<JsonNode> parts = new ArrayList<>();
    for (String one : List.of("not", "items", "additionalProperties")) {
      parts.add(schema.path(one));
    }
    for (String several : List.of("allOf", "anyOf", "oneOf", "properties")) {
      schema.path(several).forEach(parts::add);
    }
    return parts.stream()
        .filter(JsonNode::isObject)
        .map(SchemaRules::unreadable)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private Found part(String path, JsonNode schema, Place place) {
    Found found = new Found();
    if (!schema.isObject()) {
      return found;
    }
    plain(path, schema, place, found.schema);
    if (is(schema, "uniqueItems")) {
      found.schema.add(
          FieldError.forbidden(
              path + ".uniqueItems",
              "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
    }
    members(path, schema, place, found);
    logic(path, schema, place, found);
    items(path, schema, place, found);
    JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.booleanValue()) {
      found.schema.add(
          FieldError.invalid(
              path + ".x-kubernetes-preserve-unknown-fields",
              preserve,
              "must be true or undefined"));
    }
    MergeRules.validate(path, schema, found.schema);
    ExpressionRules.validate(path, schema, found.schema);
    if (found.schema.isEmpty() && place.structural.isPresent()) {
      expressions(path, schema, place, found.rules);
    }
    return found;
  }

  private static void plain(String path, JsonNode schema, Place place, List<FieldError> errors) {
    String type = schema.path("type").asText("");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      errors.add(FieldError.notSupported(path + ".type", type, TYPES));
    }
    if (schema.hasNonNull("default") && !place.noDefaults.isEmpty()) {
      errors.add(FieldError.forbidden(path + ".default", "must not be set " + place.noDefaults));
    }
    unsupported(path, schema, "id", errors);
    unsupported(path, schema, "additionalItems", errors);
    unsupported(path, schema, "patternProperties", errors);
    unsupported(path, schema, "definitions", errors);
    unsupported(path, schema, "dependencies", errors);
    unsupported(path, schema, "$ref", errors);
    if (type.equals("null")) {
      errors.add(
          FieldError.forbidden(
              path + ".type", "type cannot be set to null, use nullable as an alternative"));
    }
    if (schema.path("items").isArray() && !schema.path("items").isEmpty()) {
      errors.add(
          FieldError.forbidden(path + ".items", "items must be a schema object and not an array"));
    }
    if (place.inMeta && is(schema, "x-kubernetes-embedded-resource")) {
      errors.add(
          FieldError.forbidden(
              path + ".x-kubernetes-embedded-resource",
              "must not be used inside of resource meta"));
    }
  }

  private static void unsupported(
      String path, JsonNode schema, String field, List<FieldError> errors) {
    JsonNode value = schema.path(field);
    if (schema.hasNonNull(field) && !(value.isTextual() && value.textValue().isEmpty())) {
      errors.add(FieldError.forbidden(path + "." + field, field + " is not supported"));
    }
  }

  private void members(String path, JsonNode schema, Place place, Found found) {
    JsonNode additional = schema.path("additionalProperties");
    JsonNode properties = schema.path("properties");
    if (!properties.isEmpty()
        && (additional.isObject() || (additional.isBoolean() && !additional.booleanValue()))) {
      found.schema.add(
          FieldError.forbidden(
              path + ".additionalProperties",
              "additionalProperties and properties are mutual exclusive"));
    }
    Optional<Structural> structural = place.structural;
    if (additional.isObject()) {
      Place below =
          place.child(schema, structural.flatMap(s -> Optional.ofNullable(s.additional())));
      found.add(
          part(
              path + ".additionalProperties",
              additional,
              place.inMeta
                  ? below.inside("inside additionalProperties applying to object metadata")
                  : below));
    }
    boolean resource = place.root || is(schema, "x-kubernetes-embedded-resource");
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      String name = property.getKey();
      Place below =
          place.child(
              schema, structural.flatMap(s -> Optional.ofNullable(s.properties().get(name))));
      if (resource && META.contains(name)) {
        below = place.root ? below.meta().inside("in top-level " + name) : below.meta();
      }
      found.add(part(path + ".properties[" + name + "]", property.getValue(), below));
    }
  }

  private void logic(String path, JsonNode schema, Place place, Found found) {
    found.add(part(path + ".not", schema.path("not"), place.branch()));
    for (String junctor : List.of("allOf", "oneOf", "anyOf")) {
      JsonNode branches = schema.path(junctor);
      for (int i = 0; i < branches.size(); i++) {
        found.add(part(path + "." + junctor + "[" + i + "]", branches.get(i), place.branch()));
      }
    }
    for (Map.Entry<String, JsonNode> definition : schema.path("definitions").properties()) {
      found.add(
          part(
              path + ".definitions[" + definition.getKey() + "]",
              definition.getValue(),
              place.branch()));
    }
  }

  private void items(String path, JsonNode schema, Place place, Found found) {
    Place below =
        place.child(schema, place.structural.flatMap(s -> Optional.ofNullable(s.items())));
    if (!schema.path("x-kubernetes-list-type").asText("").equals("map")) {
      below = below.apart(path);
    }
    JsonNode items = schema.path("items");
    found.add(part(path + ".items", items, below));
    for (int i = 0; items.isArray() && i < items.size(); i++) {
      found.add(part(path + ".items[" + i + "]", items.get(i), below));
    }
  }

  private void expressions(String path, JsonNode schema, Place place, List<FieldError> errors) {
    Structural part = place.structural.orElseThrow();
    if (part.rules().isEmpty()) {
      return;
    }
    List<RuleCosts.Estimated> compiled = RuleCosts.of(part, place.root);
    for (int i = 0; i < compiled.size(); i++) {
      new CompiledRules(costs, total)
          .check(
              path + ".x-kubernetes-validations[" + i + "]",
              schema.path("x-kubernetes-validations").get(i),
              compiled.get(i),
              place.cardinality,
              place.uncorrelated,
              errors);
    }
  }
}
