package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;

/** Trees as values. */
public final class Trees {
  private Trees() {}

  /** Whether two trees are the same values, whatever the order of their fields. */
  public static boolean equal(JsonNode one, JsonNode other) {
    return Values.equal(one, other);
  }
}
