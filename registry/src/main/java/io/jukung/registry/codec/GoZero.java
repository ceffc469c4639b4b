package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;

/** The zero values of the Go types behind the fields. */
enum GoZero {
  STRUCT("{}", false),
  LIST("null", true),
  MAP("null", true),
  TEXT("\"\"", true),
  /** A nil slice, that is; what the store gives back for it is the empty one. */
  BYTES("null", true),
  FALSE("false", true),
  NUMBER("0", true),
  INT_OR_STRING("0", false),
  QUANTITY("\"0\"", false),
  DURATION("\"0s\"", false),
  /** A struct that prints itself as a boolean. */
  BOOLEAN_STRUCT("false", false),
  /** A struct that prints itself as null. */
  NULL_STRUCT("null", false);

  private final String json;
  private final boolean omittable;

  GoZero(String json, boolean omittable) {
    this.json = json;
    this.omittable = omittable;
  }

  static GoZero of(FieldType type) {
    return switch (type) {
      case Reference reference -> STRUCT;
      case ListOf list -> LIST;
      case MapOf map -> MAP;
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> TEXT;
            case BYTES -> BYTES;
            case BOOLEAN -> FALSE;
            case INT32, INT64, DOUBLE -> NUMBER;
            case INT_OR_STRING -> INT_OR_STRING;
            case QUANTITY -> QUANTITY;
            case DURATION -> DURATION;
            case STRING_LIST_MESSAGE -> LIST;
            case JSON_SCHEMA_OR_BOOL -> BOOLEAN_STRUCT;
            case TIME,
                MICRO_TIME,
                RAW_EXTENSION,
                JSON,
                FIELDS_V1,
                JSON_SCHEMA_OR_ARRAY,
                JSON_SCHEMA_OR_STRING_ARRAY ->
                NULL_STRUCT;
          };
    };
  }

  /** As Go prints it; a struct's own fields are not shown here. */
  String json() {
    return json;
  }

  /** Whether {@code omitempty} leaves it out; it has no effect on structs held by value. */
  boolean omittable() {
    return omittable;
  }

  /** Whether a scalar's value is this. */
  boolean is(JsonNode value) {
    return switch (this) {
      case TEXT, BYTES -> value.isTextual() && value.textValue().isEmpty();
      case FALSE -> value.isBoolean() && !value.booleanValue();
      case NUMBER -> value.isNumber() && value.doubleValue() == 0;
      case LIST, MAP -> value.isEmpty();
      case STRUCT, INT_OR_STRING, QUANTITY, DURATION, BOOLEAN_STRUCT, NULL_STRUCT -> false;
    };
  }

  /** What stands in a list or a map for a value that was null. */
  JsonNode node() {
    return switch (this) {
      case STRUCT -> JsonNodeFactory.instance.objectNode();
      case LIST, MAP, NULL_STRUCT -> NullNode.instance;
      case TEXT, BYTES -> TextNode.valueOf("");
      case FALSE, BOOLEAN_STRUCT -> BooleanNode.FALSE;
      case NUMBER, INT_OR_STRING -> IntNode.valueOf(0);
      case QUANTITY -> TextNode.valueOf("0");
      case DURATION -> TextNode.valueOf("0s");
    };
  }
}
