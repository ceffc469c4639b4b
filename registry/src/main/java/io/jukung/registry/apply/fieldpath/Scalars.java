package io.jukung.registry.apply.fieldpath;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.GoStrings;

/** The order of scalar values: numbers, strings, truth values, anything else. */
final class Scalars {
  private Scalars() {}

  static int compare(JsonNode one, JsonNode other) {
    int rank = Integer.compare(rank(one), rank(other));
    if (rank != 0) {
      return rank;
    }
    if (one.isNumber()) {
      return one.isIntegralNumber() && other.isIntegralNumber()
          ? Long.compare(one.longValue(), other.longValue())
          : Double.compare(one.doubleValue(), other.doubleValue());
    }
    if (one.isTextual()) {
      return GoStrings.ORDER.compare(one.textValue(), other.textValue());
    }
    return Boolean.compare(one.asBoolean(), other.asBoolean());
  }

  private static int rank(JsonNode value) {
    if (value.isNumber()) {
      return 0;
    }
    if (value.isTextual()) {
      return 1;
    }
    return value.isBoolean() ? 2 : 3;
  }
}
