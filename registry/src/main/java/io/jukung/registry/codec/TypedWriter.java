package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints trees by their schemas, as Go prints structs. */
final class TypedWriter {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final Plans plans;
  private final JsonOut out;
  private final boolean emptyIsNone;

  /**
   * A printer.
   *
   * @param emptyIsNone whether empty lists and maps are printed as those that are not there
   */
  TypedWriter(Plans plans, JsonOut out, boolean emptyIsNone) {
    this.plans = plans;
    this.out = out;
    this.emptyIsNone = emptyIsNone;
  }

  void struct(@Nullable JsonNode object, Plan plan) {
    out.raw('{');
    boolean any = false;
    for (Plan.Slot slot : plan.slots()) {
      JsonNode value = object == null ? null : object.get(slot.name());
      if (value != null
          && (value.isNull() || (emptyIsNone && Emptiness.none(slot.field(), value)))) {
        value = null;
      }
      if (!printed(slot.field(), value)) {
        continue;
      }
      if (any) {
        out.raw(',');
      }
      any = true;
      out.ascii(slot.jsonName());
      if (value != null) {
        value(value, slot.type(), plan);
      } else if (slot.field().pointer()) {
        out.raw(NULL);
      } else {
        zero(slot.type());
      }
    }
    out.raw('}');
  }

  private boolean printed(Field field, @Nullable JsonNode value) {
    if (value == null) {
      return !field.omitZero() && (!field.omitEmpty() || alwaysPrinted(field));
    }
    if (field.omitZero() && field.type() instanceof Reference reference) {
      return field.pointer() || !zero(value, plans.of(reference));
    }
    return !Emptiness.leftOut(field, value);
  }

  /** Go's {@code omitempty} has no effect on structs held by value. */
  private static boolean alwaysPrinted(Field field) {
    return !field.pointer() && !GoZero.of(field.type()).omittable();
  }

  /** Whether Go would call a struct zero: nothing in it is set. */
  private boolean zero(JsonNode object, Plan plan) {
    for (Plan.Slot slot : plan.slots()) {
      JsonNode value = object.get(slot.name());
      if (value == null || value.isNull()) {
        continue;
      }
      boolean zero =
          !slot.field().pointer()
              && (slot.type() instanceof Reference inner
                  ? zero(value, plans.of(inner))
                  : value.isEmpty() && value.asText().isEmpty());
      if (!zero) {
        return false;
      }
    }
    return true;
  }

  private void value(JsonNode value, FieldType type, Plan plan) {
    if (value.isNull()) {
      out.raw(NULL);
      return;
    }
    switch (type) {
      case Reference reference -> struct(value, plans.of(reference));
      case ListOf list -> list(value, list.element(), plan);
      case MapOf map -> map(value, map.value(), plan);
      case Scalar scalar -> scalar(value, scalar, plan);
    }
  }

  private void list(JsonNode list, FieldType element, Plan plan) {
    out.raw('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      value(list.get(i), element, plan);
    }
    out.raw(']');
  }

  private void map(JsonNode map, FieldType type, Plan plan) {
    out.raw('{');
    boolean any = false;
    for (String key : FreeWriter.sortedKeys((ObjectNode) map)) {
      if (any) {
        out.raw(',');
      }
      any = true;
      out.string(key).raw(':');
      value(map.get(key), type, plan);
    }
    out.raw('}');
  }

  private void scalar(JsonNode value, Scalar scalar, Plan plan) {
    switch (scalar) {
      case STRING,
          BOOLEAN,
          INT32,
          INT64,
          DOUBLE,
          BYTES,
          QUANTITY,
          INT_OR_STRING,
          TIME,
          MICRO_TIME,
          DURATION,
          RAW_EXTENSION,
          JSON,
          FIELDS_V1,
          STRING_LIST_MESSAGE ->
          FreeWriter.asIs(value, out);
      case JSON_SCHEMA_OR_BOOL, JSON_SCHEMA_OR_ARRAY, JSON_SCHEMA_OR_STRING_ARRAY -> {
        // The schema inside is of the type the field stands in.
        if (value.isObject()) {
          struct(value, plan);
        } else if (value.isArray() && scalar == Scalar.JSON_SCHEMA_OR_ARRAY) {
          list(value, new Reference(plan.schema().name()), plan);
        } else {
          FreeWriter.asIs(value, out);
        }
      }
    }
  }

  private void zero(FieldType type) {
    if (type instanceof Reference reference) {
      struct(null, plans.of(reference));
    } else {
      out.ascii(GoZero.of(type).json());
    }
  }
}
