package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;

/** Which values upstream neither prints nor stores. */
final class Emptiness {
  private Emptiness() {}

  /**
   * Whether a tree does not hold the value: what {@code omitempty} leaves out, but for the empty
   * lists and maps that upstream tells from missing ones.
   */
  static boolean dropped(Field field, JsonNode value) {
    if (value.isNull()) {
      return !field.pointer() || field.type() != Scalar.JSON;
    }
    if (field.pointer()) {
      return false;
    }
    return switch (field.type()) {
      case ListOf list -> false;
      case MapOf map -> value.isEmpty() && field.omitEmpty() && !field.emptyKept();
      case Reference reference -> false;
      case Scalar scalar -> (field.omitEmpty() || field.omitZero()) && GoZero.of(scalar).is(value);
    };
  }

  /** Whether {@code omitempty} or {@code omitzero} leaves the value out of JSON. */
  static boolean leftOut(Field field, JsonNode value) {
    return field.omitEmpty() && (dropped(field, value) || none(field, value));
  }

  /** Whether it is a list or a map with nothing in it, which protobuf does not tell from none. */
  static boolean none(Field field, JsonNode value) {
    return !field.pointer()
        && (field.type() instanceof ListOf || field.type() instanceof MapOf)
        && value.isEmpty();
  }
}
