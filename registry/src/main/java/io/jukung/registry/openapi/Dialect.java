package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import java.io.IOException;

/** What the two versions of OpenAPI write differently in a schema. */
enum Dialect {
  /** OpenAPI 2: references may have siblings, no choice of types, no defaults. */
  V2("#/definitions/") {
    @Override
    void reference(JsonGenerator json, String typeName, boolean siblings) throws IOException {
      json.writeStringField("$ref", prefix() + typeName);
    }

    @Override
    boolean defaults(JsonGenerator json, Field field) {
      return false;
    }

    @Override
    void special(JsonGenerator json, String typeName) throws IOException {
      switch (simple(typeName)) {
        case "Quantity" -> json.writeStringField("type", "string");
        case "IntOrString" -> typed(json, "string", "int-or-string");
        default -> common(json, typeName);
      }
    }
  },

  /** OpenAPI 3.0. */
  V3("#/components/schemas/") {
    @Override
    void reference(JsonGenerator json, String typeName, boolean siblings) throws IOException {
      if (siblings) {
        json.writeArrayFieldStart("allOf");
        json.writeStartObject();
      }
      json.writeStringField("$ref", prefix() + typeName);
      if (siblings) {
        json.writeEndObject();
        json.writeEndArray();
      }
    }

    @Override
    boolean defaults(JsonGenerator json, Field field) throws IOException {
      String value = defaultOf(field);
      if (!value.isEmpty()) {
        json.writeFieldName("default");
        json.writeRawValue(value);
      }
      return !value.isEmpty();
    }

    @Override
    void special(JsonGenerator json, String typeName) throws IOException {
      switch (simple(typeName)) {
        case "Quantity" -> oneOf(json, "string", "number");
        case "IntOrString" -> {
          json.writeStringField("format", "int-or-string");
          oneOf(json, "integer", "string");
        }
        default -> common(json, typeName);
      }
    }
  };

  private static final String MACHINERY = "io.k8s.apimachinery.pkg.";
  private static final String EXTENSIONS =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

  private final String prefix;

  Dialect(String prefix) {
    this.prefix = prefix;
  }

  /** What stands before a type's name in a reference. */
  String prefix() {
    return prefix;
  }

  /**
   * Writes a reference.
   *
   * @param siblings whether the object has other members
   */
  abstract void reference(JsonGenerator json, String typeName, boolean siblings) throws IOException;

  /** Writes the default of {@code field}, if it has one. */
  abstract boolean defaults(JsonGenerator json, Field field) throws IOException;

  /** Writes the schema of a type without fields, such as Quantity, after its description. */
  abstract void special(JsonGenerator json, String typeName) throws IOException;

  /** The name of the definition that {@code type} refers to; empty when it is written in place. */
  String definition(FieldType type) {
    return switch (type) {
      case Reference(String name) -> name;
      case Scalar scalar ->
          switch (scalar) {
            case QUANTITY -> MACHINERY + "api.resource.Quantity";
            case INT_OR_STRING -> MACHINERY + "util.intstr.IntOrString";
            case TIME -> Operation.META + "Time";
            case MICRO_TIME -> Operation.META + "MicroTime";
            case DURATION -> Operation.META + "Duration";
            case RAW_EXTENSION -> MACHINERY + "runtime.RawExtension";
            case FIELDS_V1 -> Operation.META + "FieldsV1";
            case JSON -> EXTENSIONS + "JSON";
            case JSON_SCHEMA_OR_BOOL -> EXTENSIONS + "JSONSchemaPropsOrBool";
            case JSON_SCHEMA_OR_ARRAY -> EXTENSIONS + "JSONSchemaPropsOrArray";
            case JSON_SCHEMA_OR_STRING_ARRAY -> EXTENSIONS + "JSONSchemaPropsOrStringArray";
            case STRING, BOOLEAN, INT32, INT64, DOUBLE, BYTES, STRING_LIST_MESSAGE -> "";
          };
      case FieldType.ListOf ignored -> "";
      case FieldType.MapOf ignored -> "";
    };
  }

  /** Writes type and format of a scalar that has no definition. */
  static void plain(JsonGenerator json, Scalar scalar) throws IOException {
    switch (scalar) {
      case BOOLEAN -> json.writeStringField("type", "boolean");
      case INT32 -> typed(json, "integer", "int32");
      case INT64 -> typed(json, "integer", "int64");
      case DOUBLE -> typed(json, "number", "double");
      case BYTES -> typed(json, "string", "byte");
      case STRING_LIST_MESSAGE -> {
        json.writeStringField("type", "array");
        json.writeObjectFieldStart("items");
        json.writeStringField("type", "string");
        json.writeEndObject();
      }
      default -> json.writeStringField("type", "string");
    }
  }

  /** The default as JSON: the marker's, or Go's zero value of what is always written. */
  static String defaultOf(Field field) {
    if (!field.defaultValue().isEmpty()) {
      return field.defaultValue();
    }
    if (field.pointer()) {
      return "";
    }
    return switch (field.type()) {
      case Reference ignored -> "{}";
      case Scalar scalar when !field.omitEmpty() ->
          switch (scalar) {
            case STRING -> "\"\"";
            case BOOLEAN -> "false";
            case INT32, INT64, DOUBLE -> "0";
            default -> "";
          };
      default -> "";
    };
  }

  private static void common(JsonGenerator json, String typeName) throws IOException {
    switch (simple(typeName)) {
      case "Time", "MicroTime" -> typed(json, "string", "date-time");
      case "Duration" -> json.writeStringField("type", "string");
      default -> {
        // JSON, JSONSchemaPropsOrBool and their like take anything.
        if (!simple(typeName).startsWith("JSON")) {
          json.writeStringField("type", "object");
        }
      }
    }
  }

  private static void typed(JsonGenerator json, String type, String format) throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("format", format);
  }

  private static void oneOf(JsonGenerator json, String first, String second) throws IOException {
    json.writeArrayFieldStart("oneOf");
    for (String type : new String[] {first, second}) {
      json.writeStartObject();
      json.writeStringField("type", type);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String simple(String typeName) {
    return typeName.substring(typeName.lastIndexOf('.') + 1);
  }
}
