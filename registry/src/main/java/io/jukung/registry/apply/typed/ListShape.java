package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A list's shape.
 *
 * @param atomic whether it is one piece
 * @param keys what elements are told apart by; none for a set of scalars
 */
record ListShape(boolean atomic, List<String> keys, Supplier<Shape> elements) {
  Shape element() {
    return elements.get();
  }

  /**
   * What names an element of a list that is no single piece.
   *
   * @throws ShapeException when it can't be told apart from others
   */
  PathElement name(JsonNode element) {
    return keys.isEmpty() ? setElement(element) : keyed(element);
  }

  private static PathElement setElement(JsonNode element) {
    if (element.isObject()) {
      throw new ShapeException("associative list without keys has an element that's a map type");
    }
    if (element.isArray()) {
      throw new ShapeException("not supported: associative list with lists as elements");
    }
    if (element.isNull()) {
      throw new ShapeException(
          "associative list without keys has an element that's an explicit null");
    }
    return PathElement.value(element);
  }

  private PathElement keyed(JsonNode element) {
    if (element.isNull()) {
      throw new ShapeException("associative list with keys may not have a null element");
    }
    if (!element.isObject()) {
      throw new ShapeException("associative list with keys may not have non-map elements");
    }
    Map<String, JsonNode> values = LinkedHashMap.newLinkedHashMap(keys.size());
    MapShape map = element().map;
    for (String key : keys) {
      JsonNode value = element.get(key);
      if (value == null && map != null) {
        MapShape.FieldShape field = map.field(key);
        value = field == null ? null : field.defaultValue();
      }
      if (value != null) {
        values.put(key, value);
      }
    }
    if (values.isEmpty()) {
      throw new ShapeException(
          "associative list with keys has an element that omits all key fields ["
              + String.join(" ", keys.stream().map(key -> '"' + key + '"').toList())
              + "] (and doesn't have default values for any key fields)");
    }
    return PathElement.key(values);
  }
}
