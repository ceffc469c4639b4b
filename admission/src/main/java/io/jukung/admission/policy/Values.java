package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON trees as values of expressions, and back. */
final class Values {
  private Values() {}

  /** A value: maps, lists, texts, whole numbers, doubles, booleans and null. */
  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(element -> list.add(of(element)));
        yield list;
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
      default -> NullValue.NULL_VALUE;
    };
  }

  static Object of(Optional<? extends JsonNode> node) {
    return node.isPresent() ? of(node.get()) : NullValue.NULL_VALUE;
  }

  /**
   * The tree of a value.
   *
   * @throws IllegalArgumentException when it is nothing that JSON has
   */
  static JsonNode tree(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case NullValue _ -> nodes.nullNode();
      case String text -> nodes.textNode(text);
      case Boolean bool -> nodes.booleanNode(bool);
      case Long number -> nodes.numberNode(number);
      case Integer number -> nodes.numberNode(number);
      case Double number -> nodes.numberNode(number);
      case com.google.common.primitives.UnsignedLong number ->
          nodes.numberNode(number.bigIntegerValue());
      case List<?> list -> {
        var array = nodes.arrayNode();
        list.forEach(element -> array.add(tree(element)));
        yield array;
      }
      case Map<?, ?> map -> {
        var object = nodes.objectNode();
        map.forEach(
            (key, field) -> {
              if (!(field instanceof Optional<?> optional)) {
                object.set(String.valueOf(key), tree(field));
              } else if (optional.isPresent()) {
                object.set(String.valueOf(key), tree(optional.get()));
              }
            });
        yield object;
      }
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
    };
  }
}
