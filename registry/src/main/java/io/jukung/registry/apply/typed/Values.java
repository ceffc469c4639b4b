package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Equality of values: numbers by what they count, objects whatever the order of their fields. */
final class Values {
  private Values() {}

  @SuppressWarnings("ReferenceEquality") // spares the walk
  static boolean equal(@Nullable JsonNode one, @Nullable JsonNode other) {
    if (one == other) {
      return true;
    }
    if (one == null || other == null) {
      return false;
    }
    if (one.isNumber() && other.isNumber()) {
      boolean integral = one.isIntegralNumber() && other.isIntegralNumber();
      return integral
          ? one.bigIntegerValue().equals(other.bigIntegerValue())
          : one.doubleValue() == other.doubleValue();
    }
    if (one.isArray() && other.isArray()) {
      boolean equal = one.size() == other.size();
      for (int i = 0; equal && i < one.size(); i++) {
        equal = equal(one.get(i), other.get(i));
      }
      return equal;
    }
    if (one.isObject() && other.isObject()) {
      if (one.size() != other.size()) {
        return false;
      }
      for (Map.Entry<String, JsonNode> field : one.properties()) {
        if (!equal(field.getValue(), other.get(field.getKey()))) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }
}
