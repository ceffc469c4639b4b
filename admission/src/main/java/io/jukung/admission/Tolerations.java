package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tolerations include others ({@code pkg/util/tolerations} at v1.36). An empty operator is
 * read as upstream reads it there: in what includes it means equal, in what is included nothing.
 */
final class Tolerations {
  private Tolerations() {}

  /** Whether each is included in one that is allowed; everything is where nothing is said. */
  static boolean allowed(List<JsonNode> tolerations, List<JsonNode> whitelist) {
    return whitelist.isEmpty()
        || tolerations.stream()
            .allMatch(one -> whitelist.stream().anyMatch(wide -> includes(wide, one)));
  }

  /** All of both, without those that others include. */
  static List<JsonNode> merged(List<JsonNode> first, List<JsonNode> second) {
    List<JsonNode> all = new ArrayList<>(first);
    all.addAll(second);
    List<JsonNode> merged = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      JsonNode one = all.get(i);
      boolean redundant =
          merged.stream().anyMatch(wide -> includes(wide, one))
              || all.subList(i + 1, all.size()).stream()
                  .anyMatch(wide -> !same(one, wide) && includes(wide, one));
      if (!redundant) {
        merged.add(one);
      }
    }
    return merged;
  }

  private static String text(JsonNode toleration, String field) {
    return toleration.path(field).asText("");
  }

  private static boolean same(JsonNode one, JsonNode other) {
    for (String field : new String[] {"key", "operator", "value", "effect"}) {
      if (!text(one, field).equals(text(other, field))) {
        return false;
      }
    }
    return one.path("tolerationSeconds").equals(other.path("tolerationSeconds"));
  }

  private static boolean includes(JsonNode wide, JsonNode one) {
    if (same(wide, one)) {
      return true;
    }
    String key = text(wide, "key");
    String operator = text(wide, "operator");
    String effect = text(wide, "effect");
    if (!text(one, "key").equals(key) && !(key.isEmpty() && operator.equals("Exists"))) {
      return false;
    }
    if (!text(one, "effect").equals(effect) && !effect.isEmpty()) {
      return false;
    }
    if (effect.equals("NoExecute") && wide.hasNonNull("tolerationSeconds")) {
      boolean longer =
          !one.hasNonNull("tolerationSeconds")
              || one.path("tolerationSeconds").asLong() > wide.path("tolerationSeconds").asLong();
      if (longer) {
        return false;
      }
    }
    return switch (operator) {
      case "Exists" -> true;
      case "Equal", "" ->
          text(one, "operator").equals("Equal") && text(one, "value").equals(text(wide, "value"));
      default -> false;
    };
  }
}
