package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.cel.Costs;
import java.util.OptionalLong;

/**
 * How often a part of a schema may be there in one object, by the limits of the lists and maps it
 * is in; unsigned. Upstream: {@code cel_validation.go} at v1.36.
 *
 * @param most empty when a list or map has no limit
 */
record Cardinality(OptionalLong most) {
  static final Cardinality ONE = new Cardinality(OptionalLong.of(1));

  /** That of what is directly below a part. */
  Cardinality below(JsonNode parent) {
    OptionalLong factor = factor(parent);
    return most.isPresent() && factor.isPresent()
        ? new Cardinality(OptionalLong.of(Costs.times(most.getAsLong(), factor.getAsLong())))
        : new Cardinality(OptionalLong.empty());
  }

  private static OptionalLong factor(JsonNode schema) {
    return switch (schema.path("type").asText("")) {
      case "object" ->
          schema.has("additionalProperties")
              ? limit(schema.path("maxProperties"))
              : OptionalLong.of(1);
      case "array" -> limit(schema.path("maxItems"));
      default -> OptionalLong.of(1);
    };
  }

  private static OptionalLong limit(JsonNode number) {
    return number.isNumber()
        ? OptionalLong.of(Math.max(0, number.longValue()))
        : OptionalLong.empty();
  }
}
