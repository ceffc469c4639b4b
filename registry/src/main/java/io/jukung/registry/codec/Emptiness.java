package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;

/** Go's zero values, and which values upstream neither prints nor stores. */
final class Emptiness {
  private Emptiness() {}

  /**
   * Whether a tree does not hold the value: empty lists and maps, which the store does not keep
   * apart from missing ones, and what {@code omitempty} leaves out.
   */
  static boolean dropped(Field field, JsonNode value) {
    if (value.isNull()) {
      return !field.pointer() || field.type() != Scalar.JSON;
    }
    if (field.pointer()) {
      return false;
    }
    return switch (field.type()) {
      case ListOf list -> value.isEmpty();
      case MapOf map -> value.isEmpty();
      case Reference reference -> false;
      case Scalar scalar -> (field.omitEmpty() || field.omitZero()) && empty(scalar, value);
    };
  }

  private static boolean empty(Scalar scalar, JsonNode value) {
    return switch (scalar) {
      case STRING, BYTES -> value.isTextual() && value.textValue().isEmpty();
      case BOOLEAN -> value.isBoolean() && !value.booleanValue();
      case INT32, INT64, DOUBLE -> value.isNumber() && value.doubleValue() == 0;
      case STRING_LIST_MESSAGE -> value.isEmpty();
      case QUANTITY,
          INT_OR_STRING,
          TIME,
          MICRO_TIME,
          DURATION,
          RAW_EXTENSION,
          JSON,
          FIELDS_V1,
          JSON_SCHEMA_OR_BOOL,
          JSON_SCHEMA_OR_ARRAY,
          JSON_SCHEMA_OR_STRING_ARRAY ->
          false;
    };
  }

  /** What stands in a list or a map for a value that was null. */
  static JsonNode zero(FieldType type) {
    return switch (type) {
      case Reference reference -> JsonNodeFactory.instance.objectNode();
      case ListOf list -> NullNode.instance;
      case MapOf map -> NullNode.instance;
      case Scalar scalar ->
          switch (scalar) {
            case STRING, BYTES -> TextNode.valueOf("");
            case BOOLEAN -> BooleanNode.FALSE;
            case INT32, INT64, DOUBLE, INT_OR_STRING -> IntNode.valueOf(0);
            case QUANTITY -> TextNode.valueOf("0");
            case DURATION -> TextNode.valueOf("0s");
            case TIME,
                MICRO_TIME,
                RAW_EXTENSION,
                JSON,
                FIELDS_V1,
                JSON_SCHEMA_OR_BOOL,
                JSON_SCHEMA_OR_ARRAY,
                JSON_SCHEMA_OR_STRING_ARRAY,
                STRING_LIST_MESSAGE ->
                NullNode.instance;
          };
    };
  }
}
