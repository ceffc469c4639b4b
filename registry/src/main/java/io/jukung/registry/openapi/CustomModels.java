package io.jukung.registry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.GoStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What documents tell of a definition's schema: its parts in OpenAPI's order, embedded resources
 * whole, and for version 2 without what that version cannot say. Upstream: {@code
 * apiserver/schema/kubeopenapi.go}, {@code unfold.go} and {@code controller/openapi/v2} at v1.36.
 */
final class CustomModels {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final String EMBEDDED = "x-kubernetes-embedded-resource";
  private static final String EITHER = "x-kubernetes-int-or-string";
  private static final String RULES = "x-kubernetes-validations";
  private static final List<String> VALUES =
      List.of(
          "title",
          "default",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "maxItems",
          "minItems",
          "uniqueItems",
          "multipleOf",
          "enum",
          "maxProperties",
          "minProperties",
          "required");
  private static final List<String> JUNCTORS = List.of("allOf", "oneOf", "anyOf");
  private static final List<String> EXTENSIONS =
      List.of(
          EMBEDDED,
          EITHER,
          "x-kubernetes-list-map-keys",
          "x-kubernetes-list-type",
          "x-kubernetes-map-type",
          PRESERVE);
  private static final List<String> RULE =
      List.of("rule", "message", "messageExpression", "reason", "fieldPath", "optionalOldSelf");

  private final Dialect dialect;
  private final MetaTexts texts;

  /** The texts and references that resources have in common. */
  interface MetaTexts {
    /** Puts kind, version and metadata of an embedded resource into its properties. */
    void embed(Map<String, ObjectNode> properties);
  }

  CustomModels(Dialect dialect, MetaTexts texts) {
    this.dialect = dialect;
    this.texts = texts;
  }

  /** A schema or a part of one. */
  ObjectNode of(JsonNode schema) {
    ObjectNode model = JsonNodeFactory.instance.objectNode();
    boolean old = dialect == Dialect.V2;
    boolean preserve = schema.path(PRESERVE).asBoolean(false);
    boolean nullable = schema.path("nullable").asBoolean(false);
    boolean opaque = old && (nullable || preserve);
    String type = schema.path("type").asText("");
    boolean listOfAnything = type.equals("array") && (opaque || !schema.path("items").isObject());
    boolean typeless = old && (nullable || listOfAnything || (preserve && type.equals("object")));
    copy(schema, model, "description");
    if (!typeless) {
      copy(schema, model, "type");
    }
    if (!old) {
      copy(schema, model, "nullable");
    }
    copy(schema, model, "format");
    for (String value : VALUES) {
      if (!old || !value.equals("default")) {
        copy(schema, model, value);
      }
    }
    if (old) {
      forget(schema, model);
    }
    if (!opaque && schema.path("items").isObject()) {
      model.set("items", of(schema.path("items")));
    }
    if (!old) {
      junctors(schema, model);
    }
    properties(schema, model, opaque);
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      model.set("additionalProperties", of(additional));
    } else if (additional.isBoolean()) {
      model.set("additionalProperties", additional);
    }
    externalDocs(schema, model);
    copy(schema, model, "example");
    EXTENSIONS.forEach(extension -> copy(schema, model, extension));
    rules(schema, model);
    return model;
  }

  /** Copies what says something: no empty text or list, no false. */
  private static void copy(JsonNode schema, ObjectNode model, String field) {
    JsonNode value = schema.path(field);
    boolean preset = field.equals("default") || field.equals("example");
    boolean nothing =
        value.isMissingNode()
            || value.isNull()
            || (!preset
                && ((value.isTextual() && value.textValue().isEmpty())
                    || (value.isBoolean() && !value.booleanValue())
                    || (value.isArray() && value.isEmpty())));
    if (!nothing) {
      model.set(field, preset || field.equals("enum") ? sorted(value) : value);
    }
  }

  private static JsonNode sorted(JsonNode value) {
    if (value instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode copy = object.objectNode();
    keys(object).forEach(key -> copy.set(key, sorted(object.path(key))));
    return copy;
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    keys.sort(GoStrings.ORDER);
    return keys;
  }

  /** Version 2 has no null: what may be null is not required there. */
  private static void forget(JsonNode schema, ObjectNode model) {
    if (schema.path("additionalProperties").path("nullable").asBoolean(false)) {
      model.remove("required");
    }
    if (model.get("required") instanceof ArrayNode required) {
      ArrayNode kept = model.arrayNode();
      required.forEach(
          name -> {
            JsonNode property = schema.path("properties").path(name.asText());
            if (!property.path("nullable").asBoolean(false)) {
              kept.add(name);
            }
          });
      if (kept.isEmpty()) {
        model.remove("required");
      } else {
        model.set("required", kept);
      }
    }
  }

  private void junctors(JsonNode schema, ObjectNode model) {
    ArrayNode either = model.arrayNode();
    either.addObject().put("type", "integer");
    either.addObject().put("type", "string");
    boolean unfold =
        schema.path(EITHER).asBoolean(false)
            && !schema.path("anyOf").equals(either)
            && !schema.path("allOf").path(0).path("anyOf").equals(either);
    for (String junctor : JUNCTORS) {
      ArrayNode branches = model.arrayNode();
      if (unfold && junctor.equals("allOf") && !schema.path("anyOf").isEmpty()) {
        branches.addObject().set("anyOf", either);
      }
      schema.path(junctor).forEach(branch -> branches.add(of(branch)));
      if (unfold && junctor.equals("anyOf") && schema.path("anyOf").isEmpty()) {
        branches.addAll(either);
      }
      if (!branches.isEmpty()) {
        model.set(junctor, branches);
      }
    }
    if (schema.path("not").isObject()) {
      model.set("not", of(schema.path("not")));
    }
  }

  private void properties(JsonNode schema, ObjectNode model, boolean opaque) {
    Map<String, ObjectNode> properties = new TreeMap<>(GoStrings.ORDER);
    if (!opaque) {
      schema
          .path("properties")
          .properties()
          .forEach(property -> properties.put(property.getKey(), of(property.getValue())));
    }
    boolean embedded =
        schema.path(EMBEDDED).asBoolean(false)
            && !(dialect == Dialect.V2 && schema.path(PRESERVE).asBoolean(false));
    if (embedded) {
      texts.embed(properties);
      ArrayNode required =
          model.get("required") instanceof ArrayNode own ? own.deepCopy() : model.arrayNode();
      for (String field : List.of("kind", "apiVersion")) {
        boolean there = false;
        for (JsonNode name : required) {
          there |= name.asText().equals(field);
        }
        if (!there) {
          required.add(field);
        }
      }
      model.set("required", required);
    }
    if (!properties.isEmpty()) {
      ObjectNode all = model.putObject("properties");
      properties.forEach(all::set);
    }
  }

  private static void externalDocs(JsonNode schema, ObjectNode model) {
    JsonNode docs = schema.path("externalDocs");
    if (docs.isObject()) {
      ObjectNode copy = model.putObject("externalDocs");
      copy(docs, copy, "description");
      copy(docs, copy, "url");
    }
  }

  private void rules(JsonNode schema, ObjectNode model) {
    JsonNode rules = schema.path(RULES);
    if (rules.isEmpty()) {
      return;
    }
    ArrayNode copies = model.putArray(RULES);
    for (JsonNode rule : rules) {
      ObjectNode copy = copies.addObject();
      List<String> order = dialect == Dialect.V2 ? keys(rule) : RULE;
      for (String field : order) {
        if (field.equals("rule") || !rule.path(field).asText("").isEmpty()) {
          copy.set(field, rule.path(field));
        }
      }
    }
  }
}
