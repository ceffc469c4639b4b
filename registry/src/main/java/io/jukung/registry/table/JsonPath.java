package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path into an object in the dialect of kubectl: {@code .spec.a}, {@code ['a.b']}, {@code [0]},
 * {@code [-1]}, {@code [1:3]}, {@code [*]}, {@code ..a} and {@code [?(@.type=="x")]}. Immutable.
 * Upstream: {@code client-go/util/jsonpath} at v1.36.
 */
record JsonPath(List<Step> steps) {
  /** One step from a value to others. */
  sealed interface Step {
    /** The field of an object; {@code *} is all of them. */
    record Child(String name) implements Step {}

    /** Elements of an array; negative numbers count from the end. */
    record Slice(int from, int to) implements Step {}

    /** All below, the value itself included. */
    record Descent() implements Step {}

    /** The elements for which a comparison holds. */
    record Filter(JsonPath left, String operator, String right) implements Step {}
  }

  /** Reads a path; empty when it is none. */
  static Optional<JsonPath> parse(String text) {
    return JsonPathParser.parse(text);
  }

  /** The first value the path leads to; empty when there is none. */
  Optional<JsonNode> first(JsonNode root) {
    List<JsonNode> values = all(root);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** All values the path leads to. */
  List<JsonNode> all(JsonNode root) {
    List<JsonNode> values = List.of(root);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode value : values) {
        walk(step, value, next);
      }
      values = next;
    }
    return values;
  }

  private static void walk(Step step, JsonNode value, List<JsonNode> found) {
    switch (step) {
      case Step.Child child -> {
        if (child.name().equals("*")) {
          value.forEach(found::add);
        } else if (value.isObject() && value.has(child.name())) {
          found.add(value.get(child.name()));
        }
      }
      case Step.Slice slice -> {
        if (value.isArray()) {
          int size = value.size();
          int from = slice.from() < 0 ? slice.from() + size : slice.from();
          int to = slice.to() < 0 ? slice.to() + size + 1 : Math.min(slice.to(), size);
          for (int i = Math.max(from, 0); i < to; i++) {
            found.add(value.get(i));
          }
        }
      }
      case Step.Descent _ -> descend(value, found);
      case Step.Filter filter -> {
        for (JsonNode element : value.isArray() ? value : List.<JsonNode>of()) {
          if (holds(filter, element)) {
            found.add(element);
          }
        }
      }
    }
  }

  private static void descend(JsonNode value, List<JsonNode> found) {
    found.add(value);
    value.forEach(child -> descend(child, found));
  }

  private static boolean holds(Step.Filter filter, JsonNode element) {
    Optional<JsonNode> left = filter.left().first(element);
    if (left.isEmpty() || filter.operator().isEmpty()) {
      return left.isPresent();
    }
    int order = compare(left.get(), filter.right());
    return switch (filter.operator()) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static int compare(JsonNode left, String right) {
    if (left.isNumber()) {
      try {
        return Double.compare(left.doubleValue(), Double.parseDouble(right));
      } catch (NumberFormatException e) {
        return left.asText().compareTo(right);
      }
    }
    return left.asText().compareTo(right);
  }
}
