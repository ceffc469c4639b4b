package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.jukung.registry.catalog.Field;
import java.util.Optional;

/**
 * What upstream makes of a field that an object lacks or that is empty: Go's structs print some
 * fields always, and others never when they are empty.
 */
public final class Absence {
  private Absence() {}

  /** What stands in JSON for the field when the object lacks it; empty when nothing does. */
  public static Optional<JsonNode> printed(Field field) {
    GoZero zero = GoZero.of(field.type());
    boolean omitted = field.omitEmpty() && (field.pointer() || zero.omittable());
    if (field.omitZero() || omitted) {
      return Optional.empty();
    }
    boolean none = field.pointer() || zero == GoZero.BYTES;
    return Optional.of(none ? NullNode.instance : zero.node());
  }

  /** Whether the field is left out of JSON although the object has it with this value. */
  public static boolean leftOut(Field field, JsonNode value) {
    return Emptiness.leftOut(field, value);
  }
}
