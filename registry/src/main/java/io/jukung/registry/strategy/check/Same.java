package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Set;

/**
 * Equality of values as the API means it: numbers by value, and nothing is the same as null and as
 * an empty list or object ({@code apimachinery/pkg/api/equality} at v1.36).
 */
public final class Same {
  /** Fields whose structs upstream's types hold and do not point to, so that they print as {}. */
  private static final Set<String> STRUCTS =
      Set.of("conditions", "jobTemplate", "metadata", "resources", "spec", "strategy", "template");

  private static final JsonNode NO_FIELDS = JsonNodeFactory.instance.objectNode();

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
   * what a pointer points to; but of the {@link #STRUCTS} it is, as those are always there.
   */
  public static boolean alike(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isArray() && b.isArray()) {
      boolean alike = a.size() == b.size();
      for (int i = 0; alike && i < a.size(); i++) {
        alike = alike(a.get(i), b.get(i));
      }
      return alike;
    }
    return (a.isObject() && b.isObject()) ? alikeIn(a, b) && alikeIn(b, a) : a.equals(b);
  }

  private static boolean alikeIn(JsonNode a, JsonNode b) {
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      JsonNode other = b.path(field.getKey());
      boolean missing = other.isMissingNode() && STRUCTS.contains(field.getKey());
      if (!alike(field.getValue(), missing ? NO_FIELDS : other)) {
        return false;
      }
    }
    return true;
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
