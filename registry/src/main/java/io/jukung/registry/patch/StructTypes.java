package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a tree fits a type, in the words of the conversion that upstream makes objects of
 * strategically merged maps with ({@code fromUnstructured} in {@code
 * apimachinery/pkg/runtime/converter.go} at v1.36). What fits here may still be refused by
 * decoding.
 *
 * @param types finds a type by its name
 */
record StructTypes(Function<String, Optional<TypeSchema>> types) {

  /**
   * The first misfit in the order of the type's fields; empty when there is none. Numbers that are
   * too large for their fields lose what does not fit, as in Go.
   */
  Optional<String> problem(JsonNode value, TypeSchema schema) {
    if (!(value instanceof ObjectNode object)) {
      return Optional.of("cannot restore struct from: " + kind(value));
    }
    for (Field field : schema.fields()) {
      JsonNode number = value.path(field.name());
      if (field.type() == FieldType.Scalar.INT32 && number.isLong()) {
        object.put(field.name(), (int) number.longValue());
      }
      Optional<String> problem = problem(value.path(field.name()), field.type());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> problem(JsonNode value, FieldType type) {
    if (value.isNull() || value.isMissingNode()) {
      return Optional.empty();
    }
    return switch (type) {
      case FieldType.Reference(String name) ->
          types.apply(name).flatMap(schema -> problem(value, schema));
      case FieldType.MapOf(FieldType element) ->
          value.isObject()
              ? elements(value, element)
              : Optional.of("cannot restore map from " + kind(value));
      case FieldType.ListOf(FieldType element) ->
          value.isArray()
              ? elements(value, element)
              : Optional.of("cannot restore slice from " + kind(value));
      case FieldType.Scalar scalar -> scalar(value, scalar);
    };
  }

  private Optional<String> elements(JsonNode values, FieldType type) {
    for (JsonNode value : values) {
      Optional<String> problem = problem(value, type);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> scalar(JsonNode value, FieldType.Scalar scalar) {
    return switch (scalar) {
      case STRING ->
          value.isTextual()
              ? Optional.empty()
              : Optional.of(
                  kind(value).equals("int64")
                      ? "cannot convert int64 to string"
                      : "unrecognized type: string");
      case BOOLEAN -> value.isBoolean() ? Optional.empty() : Optional.of("unrecognized type: bool");
      case INT32 -> integer(value, "int32");
      case INT64 -> integer(value, "int64");
      case DOUBLE ->
          value.isNumber() ? Optional.empty() : Optional.of("unrecognized type: float64");
      case BYTES -> bytes(value);
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
          JSON_SCHEMA_OR_STRING_ARRAY,
          STRING_LIST_MESSAGE ->
          Optional.empty();
    };
  }

  private static Optional<String> integer(JsonNode value, String type) {
    if (!value.isNumber()) {
      return Optional.of("unrecognized type: " + type);
    }
    boolean whole = value.isIntegralNumber() || value.doubleValue() == Math.rint(value.asDouble());
    return whole ? Optional.empty() : Optional.of("cannot convert float64 to " + type);
  }

  private static Optional<String> bytes(JsonNode value) {
    if (!value.isTextual()) {
      return value.isArray()
          ? Optional.empty()
          : Optional.of("cannot restore slice from " + kind(value));
    }
    try {
      GoBase64.decode(value.textValue().getBytes(StandardCharsets.UTF_8));
      return Optional.empty();
    } catch (ValueException e) {
      return Optional.of("error decoding from json: " + e.getMessage());
    }
  }

  /** What Go's reflection calls the kind of a value. */
  private static String kind(JsonNode value) {
    return value.isObject() ? "map" : value.isArray() ? "slice" : GoText.type(value);
  }
}
