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
      case Scalar scalar -> (field.omitEmpty() || field.omitZero()) && GoZero.of(scalar).is(value);
    };
  }
}
