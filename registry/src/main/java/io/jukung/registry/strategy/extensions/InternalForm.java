package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parts of definitions as upstream prints them in errors: by the names of its internal types'
 * fields, all of them ({@code apis/apiextensions/types.go} at v1.36).
 */
final class InternalForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** How an internal field prints what the API's has. */
  private enum As {
    TEXT,
    FLAG,
    VALUE,
    ITEMS,
    SCHEMAS,
    SCHEMA,
    MAP,
    SCHEMA_OR_BOOL,
    DOCS,
    RULES
  }

  private record Part(String internal, String field, As as) {}

  private static final List<Part> SCHEMA =
      List.of(
          new Part("ID", "id", As.TEXT),
          new Part("Schema", "$schema", As.TEXT),
          new Part("Ref", "$ref", As.VALUE),
          new Part("Description", "description", As.TEXT),
          new Part("Type", "type", As.TEXT),
          new Part("Nullable", "nullable", As.FLAG),
          new Part("Format", "format", As.TEXT),
          new Part("Title", "title", As.TEXT),
          new Part("Default", "default", As.VALUE),
          new Part("Maximum", "maximum", As.VALUE),
          new Part("ExclusiveMaximum", "exclusiveMaximum", As.FLAG),
          new Part("Minimum", "minimum", As.VALUE),
          new Part("ExclusiveMinimum", "exclusiveMinimum", As.FLAG),
          new Part("MaxLength", "maxLength", As.VALUE),
          new Part("MinLength", "minLength", As.VALUE),
          new Part("Pattern", "pattern", As.TEXT),
          new Part("MaxItems", "maxItems", As.VALUE),
          new Part("MinItems", "minItems", As.VALUE),
          new Part("UniqueItems", "uniqueItems", As.FLAG),
          new Part("MultipleOf", "multipleOf", As.VALUE),
          new Part("Enum", "enum", As.VALUE),
          new Part("MaxProperties", "maxProperties", As.VALUE),
          new Part("MinProperties", "minProperties", As.VALUE),
          new Part("Required", "required", As.VALUE),
          new Part("Items", "items", As.ITEMS),
          new Part("AllOf", "allOf", As.SCHEMAS),
          new Part("OneOf", "oneOf", As.SCHEMAS),
          new Part("AnyOf", "anyOf", As.SCHEMAS),
          new Part("Not", "not", As.SCHEMA),
          new Part("Properties", "properties", As.MAP),
          new Part("AdditionalProperties", "additionalProperties", As.SCHEMA_OR_BOOL),
          new Part("PatternProperties", "patternProperties", As.MAP),
          new Part("Dependencies", "dependencies", As.VALUE),
          new Part("AdditionalItems", "additionalItems", As.SCHEMA_OR_BOOL),
          new Part("Definitions", "definitions", As.MAP),
          new Part("ExternalDocs", "externalDocs", As.DOCS),
          new Part("Example", "example", As.VALUE),
          new Part("XPreserveUnknownFields", "x-kubernetes-preserve-unknown-fields", As.VALUE),
          new Part("XEmbeddedResource", "x-kubernetes-embedded-resource", As.FLAG),
          new Part("XIntOrString", "x-kubernetes-int-or-string", As.FLAG),
          new Part("XListMapKeys", "x-kubernetes-list-map-keys", As.VALUE),
          new Part("XListType", "x-kubernetes-list-type", As.VALUE),
          new Part("XMapType", "x-kubernetes-map-type", As.VALUE),
          new Part("XValidations", "x-kubernetes-validations", As.RULES));

  private InternalForm() {}

  /** The fields that a schema says something in, by their internal names, in order. */
  static List<String> fields(JsonNode schema) {
    return SCHEMA.stream()
        .filter(part -> says(schema.path(part.field)))
        .map(Part::internal)
        .toList();
  }

  private static boolean says(JsonNode value) {
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isTextual() && value.textValue().isEmpty())
        && !(value.isBoolean() && !value.booleanValue());
  }

  /** The versions without what they share. */
  static JsonNode versions(SharedParts parts) {
    ArrayNode list = NODES.arrayNode();
    for (JsonNode version : parts.versions()) {
      ObjectNode copy = list.addObject();
      copy.set("Name", text(version.path("name")));
      copy.put("Served", version.path("served").asBoolean(false));
      copy.put("Storage", version.path("storage").asBoolean(false));
      copy.put("Deprecated", version.path("deprecated").asBoolean(false));
      copy.set("DeprecationWarning", value(version.path("deprecationWarning")));
      JsonNode schema = parts.own(version, "schema");
      copy.set(
          "Schema",
          schema.isObject()
              ? NODES
                  .objectNode()
                  .set("OpenAPIV3Schema", schemaOrNull(schema.path("openAPIV3Schema")))
              : NullNode.instance);
      copy.set("Subresources", subresources(parts.own(version, "subresources")));
      copy.set("AdditionalPrinterColumns", columns(parts.own(version, "additionalPrinterColumns")));
      copy.set("SelectableFields", selectable(parts.own(version, "selectableFields")));
    }
    return list;
  }

  private static JsonNode subresources(JsonNode subresources) {
    if (!subresources.isObject()) {
      return NullNode.instance;
    }
    ObjectNode copy = NODES.objectNode();
    copy.set("Status", subresources.has("status") ? NODES.objectNode() : NullNode.instance);
    JsonNode scale = subresources.path("scale");
    if (!scale.isObject()) {
      copy.putNull("Scale");
      return copy;
    }
    ObjectNode inner = copy.putObject("Scale");
    inner.set("SpecReplicasPath", text(scale.path("specReplicasPath")));
    inner.set("StatusReplicasPath", text(scale.path("statusReplicasPath")));
    inner.set("LabelSelectorPath", value(scale.path("labelSelectorPath")));
    return copy;
  }

  private static JsonNode columns(JsonNode columns) {
    if (columns.isEmpty()) {
      return NullNode.instance;
    }
    ArrayNode list = NODES.arrayNode();
    for (JsonNode column : columns) {
      ObjectNode copy = list.addObject();
      copy.set("Name", text(column.path("name")));
      copy.set("Type", text(column.path("type")));
      copy.set("Format", text(column.path("format")));
      copy.set("Description", text(column.path("description")));
      copy.put("Priority", column.path("priority").asInt(0));
      copy.set("JSONPath", text(column.path("jsonPath")));
    }
    return list;
  }

  private static JsonNode selectable(JsonNode fields) {
    if (fields.isEmpty()) {
      return NullNode.instance;
    }
    ArrayNode list = NODES.arrayNode();
    fields.forEach(field -> list.addObject().set("JSONPath", text(field.path("jsonPath"))));
    return list;
  }

  /** A schema. */
  static ObjectNode schema(JsonNode schema) {
    ObjectNode copy = NODES.objectNode();
    for (Part part : SCHEMA) {
      copy.set(part.internal, part(schema.path(part.field), part.as));
    }
    return copy;
  }

  private static JsonNode schemaOrNull(JsonNode schema) {
    return schema.isObject() ? schema(schema) : NullNode.instance;
  }

  private static JsonNode part(JsonNode value, As as) {
    return switch (as) {
      case TEXT -> text(value);
      case FLAG -> NODES.booleanNode(value.asBoolean(false));
      case VALUE -> value(value);
      case SCHEMA -> schemaOrNull(value);
      case SCHEMAS -> schemas(value);
      case MAP -> map(value);
      case ITEMS -> {
        if (value.isMissingNode() || value.isNull()) {
          yield NullNode.instance;
        }
        ObjectNode items = NODES.objectNode();
        items.set("Schema", schemaOrNull(value));
        items.set("JSONSchemas", value.isArray() ? schemas(value) : NullNode.instance);
        yield items;
      }
      case SCHEMA_OR_BOOL -> {
        if (value.isMissingNode() || value.isNull()) {
          yield NullNode.instance;
        }
        ObjectNode either = NODES.objectNode();
        either.put("Allows", value.isObject() || value.asBoolean(false));
        either.set("Schema", schemaOrNull(value));
        yield either;
      }
      case DOCS -> {
        if (!value.isObject()) {
          yield NullNode.instance;
        }
        ObjectNode docs = NODES.objectNode();
        docs.set("Description", text(value.path("description")));
        docs.set("URL", text(value.path("url")));
        yield docs;
      }
      case RULES -> {
        if (value.isEmpty()) {
          yield NullNode.instance;
        }
        ArrayNode rules = NODES.arrayNode();
        value.forEach(rule -> rules.add(rule(rule)));
        yield rules;
      }
    };
  }

  private static JsonNode schemas(JsonNode list) {
    if (list.isEmpty()) {
      return NullNode.instance;
    }
    ArrayNode copies = NODES.arrayNode();
    list.forEach(schema -> copies.add(schema(schema)));
    return copies;
  }

  private static JsonNode map(JsonNode map) {
    if (map.isEmpty()) {
      return NullNode.instance;
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    map.properties().forEach(entry -> sorted.put(entry.getKey(), schema(entry.getValue())));
    ObjectNode copy = NODES.objectNode();
    sorted.forEach(copy::set);
    return copy;
  }

  /** A rule in CEL. */
  static ObjectNode rule(JsonNode rule) {
    ObjectNode copy = NODES.objectNode();
    copy.set("Rule", text(rule.path("rule")));
    copy.set("Message", text(rule.path("message")));
    copy.set("MessageExpression", text(rule.path("messageExpression")));
    copy.set("Reason", value(rule.path("reason")));
    copy.set("FieldPath", text(rule.path("fieldPath")));
    copy.set("OptionalOldSelf", value(rule.path("optionalOldSelf")));
    return copy;
  }

  private static JsonNode text(JsonNode value) {
    return NODES.textNode(value.asText(""));
  }

  private static JsonNode value(JsonNode value) {
    return value.isMissingNode() ? NullNode.instance : value;
  }
}
