package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Equality of values as the API means it: numbers by value, and nothing is the same as null and as
 * an empty list ({@code apimachinery/pkg/api/equality} at v1.36). An empty object is what a pointer
 * points to, and so is not nothing: trees hold no empty maps, and structs that no pointer points to
 * are always there.
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

  /** Whether somewhere in {@code a} a list is empty that {@code b}, otherwise the same, lacks. */
  public static boolean emptied(JsonNode a, JsonNode b) {
    if (a.isArray() && a.isEmpty()) {
      return !b.isArray();
    }
    if (a.isArray()) {
      for (int i = 0; i < a.size(); i++) {
        if (emptied(a.get(i), b.path(i))) {
          return true;
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      if (emptied(field.getValue(), b.path(field.getKey()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean nothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
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
