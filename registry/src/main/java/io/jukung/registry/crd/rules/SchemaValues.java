package io.jukung.registry.crd.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.jukung.registry.cel.FieldNames;
import io.jukung.registry.crd.schema.Structural;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects as values of expressions. */
final class SchemaValues {
  private SchemaValues() {}

  /** The value; fields that are null count as missing. */
  static Object of(JsonNode value, @Nullable Structural schema) {
    return switch (value.getNodeType()) {
      case OBJECT -> object(value, schema);
      case ARRAY -> {
        List<Object> list = new ArrayList<>(value.size());
        Structural items = schema == null ? null : schema.items();
        value.forEach(element -> list.add(of(element, items)));
        yield list;
      }
      case STRING -> string(value.textValue(), schema == null ? "" : schema.values().format());
      case BOOLEAN -> value.booleanValue();
      case NUMBER ->
          value.isIntegralNumber() && (schema == null || !schema.type().equals("number"))
              ? (Object) value.longValue()
              : (Object) value.doubleValue();
      default -> dev.cel.common.values.NullValue.NULL_VALUE;
    };
  }

  private static Object object(JsonNode value, @Nullable Structural schema) {
    Map<String, Object> map = new LinkedHashMap<>();
    boolean struct = schema == null || schema.additional() == null;
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (field.getValue().isNull()) {
        continue;
      }
      Structural child = schema == null ? null : schema.child(field.getKey());
      map.put(
          struct ? FieldNames.escape(field.getKey()) : field.getKey(), of(field.getValue(), child));
    }
    return map;
  }

  private static Object string(String text, String format) {
    try {
      return switch (format) {
        case "byte" -> ByteString.copyFrom(Base64.getDecoder().decode(text));
        case "date" -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        case "date-time" -> time(text);
        case "duration" -> duration(text);
        default -> text;
      };
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      return text; // the format's own check tells
    }
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static Duration duration(String text) {
    return Duration.ofNanos(io.jukung.registry.codec.value.GoDuration.parse(text));
  }
}
