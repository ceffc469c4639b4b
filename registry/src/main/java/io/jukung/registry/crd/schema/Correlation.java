package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Which element of an old list an element of the new one was ({@code apiserver/pkg/cel/common}).
 */
public final class Correlation {
  private Correlation() {}

  /** The old element with the same keys; empty when the list is not a map, or had none. */
  public static Optional<JsonNode> element(JsonNode element, JsonNode old, Structural list) {
    if (!list.listType().equals("map") || !old.isArray()) {
      return Optional.empty();
    }
    for (JsonNode candidate : old) {
      if (sameKeys(element, candidate, list)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Whether two elements have the same keys, defaults of missing ones included. */
  static boolean sameKeys(JsonNode one, JsonNode other, Structural list) {
    for (String key : list.listMapKeys()) {
      if (!key(one, key, list).equals(key(other, key, list))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode key(JsonNode element, String key, Structural list) {
    JsonNode value = element.path(key);
    Structural items = list.items();
    Structural property = items == null ? null : items.properties().get(key);
    JsonNode preset = property == null ? null : property.defaultValue();
    return value.isMissingNode() && preset != null ? preset : value;
  }

  /** Whether two elements are equal. */
  static boolean hasTwins(JsonNode array) {
    return new java.util.HashSet<>(
                java.util.stream.StreamSupport.stream(array.spliterator(), false).toList())
            .size()
        != array.size();
  }
}
