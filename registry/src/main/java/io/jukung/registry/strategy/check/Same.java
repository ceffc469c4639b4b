package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Equality of values as the API means it: numbers by value, and nothing is the same as null and as
 * an empty list or object ({@code apimachinery/pkg/api/equality} at v1.36).
 */
public final class Same {
  private Same() {}

  /** Whether both mean the same. */
  public static boolean same(JsonNode a, JsonNode b) {
    if (nothing(a) || nothing(b)) {
      return nothing(a) && nothing(b);
    }
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isArray() && b.isArray()) {
      return lists(a, b);
    }
    if (a.isObject() && b.isObject()) {
      return within(a, b) && within(b, a);
    }
    return a.equals(b);
  }

  /**
   * Whether both are spelled the same, numbers aside: an empty object is not nothing, as it may be
   * what a pointer points to.
   */
  public static boolean alike(JsonNode a, JsonNode b) {
    return a.equals(Same::compare, b);
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue())
        : plain(a, b);
  }

  private static int plain(JsonNode a, JsonNode b) {
    return a.equals(b) ? 0 : 1;
  }

  private static boolean nothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isContainerNode() && allNothing(node));
  }

  private static boolean allNothing(JsonNode node) {
    if (node.isArray()) {
      return node.isEmpty();
    }
    for (JsonNode field : node) {
      if (!nothing(field)) {
        return false;
      }
    }
    return true;
  }

  private static boolean lists(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether all fields of {@code a} are the same in {@code b}. */
  private static boolean within(JsonNode a, JsonNode b) {
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      if (!same(field.getValue(), b.path(field.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
