package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.GoTime;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees as protobuf, byte for byte as upstream's generated code: fields by number, whatever
 * is not held by pointer written even when zero, maps sorted. Goes from the end to the start.
 */
final class ProtoWriter {
  private final Plans plans;
  private final ProtoOut out;

  ProtoWriter(Plans plans, ProtoOut out) {
    this.plans = plans;
    this.out = out;
  }

  void message(@Nullable JsonNode object, Plan plan) {
    fields(object, plan, plan.proto());
  }

  private void fields(@Nullable JsonNode object, Plan plan, ProtoPlan proto) {
    List<ProtoPlan.Entry> entries = proto.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      ProtoPlan.Entry entry = entries.get(i);
      ProtoPlan embedded = entry.embedded();
      Plan.Slot slot = entry.slot();
      if (embedded != null) {
        int mark = out.mark();
        fields(object, plan, embedded);
        out.message(entry.number(), mark);
      } else if (slot != null) {
        JsonNode value = object == null ? null : object.get(slot.name());
        field(entry.number(), value == null || value.isNull() ? null : value, slot, plan);
      }
    }
  }

  private void field(int number, @Nullable JsonNode value, Plan.Slot slot, Plan plan) {
    if (value == null && slot.field().pointer()) {
      return;
    }
    switch (slot.type()) {
      case ListOf list -> {
        for (int i = value == null ? -1 : value.size() - 1; value != null && i >= 0; i--) {
          value(number, value.get(i), list.element(), plan);
        }
      }
      case MapOf map -> {
        if (value != null) {
          map(number, (ObjectNode) value, map.value(), plan);
        }
      }
      case Reference reference -> value(number, value, reference, plan);
      case Scalar scalar -> {
        boolean nilable = scalar == Scalar.BYTES || scalar == Scalar.STRING_LIST_MESSAGE;
        if (value != null || !nilable) {
          value(number, value, scalar, plan);
        }
      }
    }
  }

  private void map(int number, ObjectNode map, FieldType type, Plan plan) {
    List<String> keys = FreeWriter.sortedKeys(map);
    for (int i = keys.size() - 1; i >= 0; i--) {
      int mark = out.mark();
      value(2, map.get(keys.get(i)), type, plan);
      out.stringField(1, keys.get(i));
      out.message(number, mark);
    }
  }

  /** Writes a field that is there, with Go's zero value for null. */
  private void value(int number, @Nullable JsonNode node, FieldType type, Plan plan) {
    JsonNode value = node == null || node.isNull() ? null : node;
    switch (type) {
      case Reference reference -> {
        int mark = out.mark();
        message(value, plans.of(reference));
        out.message(number, mark);
      }
      case Scalar scalar -> scalar(number, value, scalar, plan);
      case ListOf list -> throw new IllegalStateException("a list within a list or map");
      case MapOf map -> throw new IllegalStateException("a map within a list or map");
    }
  }

  private void scalar(int number, @Nullable JsonNode value, Scalar scalar, Plan plan) {
    switch (scalar) {
      case STRING -> out.stringField(number, text(value));
      case BOOLEAN -> out.varintField(number, value != null && value.booleanValue() ? 1 : 0);
      case INT32, INT64 -> out.varintField(number, value == null ? 0 : value.longValue());
      case DOUBLE -> out.doubleField(number, value == null ? 0 : value.doubleValue());
      case BYTES -> out.bytesField(number, base64(text(value)));
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
          STRING_LIST_MESSAGE -> {
        int mark = out.mark();
        special(value, scalar, plan);
        out.message(number, mark);
      }
    }
  }

  /** Writes the fields of a scalar that is a message. */
  private void special(@Nullable JsonNode value, Scalar scalar, Plan plan) {
    switch (scalar) {
      case QUANTITY -> out.stringField(1, value == null ? "0" : value.textValue());
      case INT_OR_STRING -> {
        boolean string = value != null && value.isTextual();
        out.stringField(3, string ? text(value) : "");
        out.varintField(2, string || value == null ? 0 : value.longValue());
        out.varintField(1, string ? 1 : 0);
      }
      case TIME -> {
        if (value != null) {
          time(GoTime.parse(value.textValue()), false);
        }
      }
      case MICRO_TIME -> {
        if (value != null) {
          time(GoTime.parseMicro(value.textValue()), true);
        }
      }
      case DURATION -> out.varintField(1, value == null ? 0 : GoDuration.parse(value.textValue()));
      case RAW_EXTENSION, FIELDS_V1 -> {
        if (value != null) {
          Optional<Bytes> raw = value instanceof RawObject kept ? kept.bytes() : Optional.empty();
          out.bytesField(
              1, raw.map(RawJson::unescaped).orElseGet(() -> json(value, JsonOut.unescaped(256))));
        }
      }
      case JSON -> {
        if (value != null) {
          // Upstream prints it anew, with the escapes of all its JSON.
          out.bytesField(1, json(value, new JsonOut(256)));
        }
      }
      case JSON_SCHEMA_OR_BOOL, JSON_SCHEMA_OR_ARRAY, JSON_SCHEMA_OR_STRING_ARRAY ->
          schemaOr(value, scalar, plan);
      case STRING_LIST_MESSAGE -> strings(1, value);
      case STRING, BOOLEAN, INT32, INT64, DOUBLE, BYTES ->
          throw new IllegalStateException(scalar + " is no message");
    }
  }

  private void time(Instant time, boolean micros) {
    if (time.equals(GoTime.ZERO)) {
      return;
    }
    out.varintField(2, micros ? time.get(ChronoField.MICRO_OF_SECOND) * 1000L : 0);
    out.varintField(1, time.getEpochSecond());
  }

  private void schemaOr(@Nullable JsonNode value, Scalar scalar, Plan plan) {
    boolean schema = value != null && value.isObject();
    if (scalar == Scalar.JSON_SCHEMA_OR_BOOL) {
      if (schema) {
        nested(2, value, plan);
      }
      out.varintField(1, schema || (value != null && value.booleanValue()) ? 1 : 0);
      return;
    }
    if (value != null && value.isArray()) {
      if (scalar == Scalar.JSON_SCHEMA_OR_STRING_ARRAY) {
        strings(2, value);
      } else {
        for (int i = value.size() - 1; i >= 0; i--) {
          nested(2, value.get(i), plan);
        }
      }
    } else if (schema) {
      nested(1, value, plan);
    }
  }

  private void nested(int number, @Nullable JsonNode value, Plan plan) {
    int mark = out.mark();
    message(value, plan);
    out.message(number, mark);
  }

  private void strings(int number, @Nullable JsonNode list) {
    for (int i = list == null ? -1 : list.size() - 1; list != null && i >= 0; i--) {
      out.stringField(number, text(list.get(i)));
    }
  }

  private static String text(@Nullable JsonNode value) {
    return value == null || value.isNull() ? "" : value.asText();
  }

  private static byte[] base64(String text) {
    return GoBase64.decode(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] json(JsonNode value, JsonOut out) {
    FreeWriter.asIs(value, out);
    return out.bytes().array();
  }
}
