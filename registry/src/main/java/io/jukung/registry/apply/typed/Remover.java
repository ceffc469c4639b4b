package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.Map;

/**
 * Takes fields and list items out of a tree. The result shares subtrees with the tree.
 *
 * <p>Upstream: {@code typed/remove.go}.
 */
public final class Remover {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Remover() {}

  /** The value without the members of {@code paths}. */
  public static JsonNode remove(Shape shape, JsonNode value, FieldSet paths) {
    if (paths.isEmpty()) {
      return value;
    }
    if (value.isObject() && shape.map != null) {
      return shape.map.atomic ? NODES.objectNode() : fromMap(shape.map, value, paths);
    }
    if (value.isArray() && shape.list != null) {
      return shape.list.atomic() ? NODES.arrayNode() : fromList(shape.list, value, paths);
    }
    return value;
  }

  private static JsonNode fromMap(MapShape shape, JsonNode value, FieldSet paths) {
    ObjectNode rest = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      MapShape.FieldShape field = shape.field(entry.getKey());
      PathElement element = field == null ? PathElement.field(entry.getKey()) : field.element;
      FieldSet.Node node = paths.find(element);
      if (node == null) {
        rest.set(entry.getKey(), entry.getValue());
      } else if (!node.member()) {
        Shape below = field == null ? shape.others() : field.shape();
        rest.set(
            entry.getKey(),
            below == null ? entry.getValue() : remove(below, entry.getValue(), node.children()));
      }
    }
    return rest;
  }

  private static JsonNode fromList(ListShape shape, JsonNode value, FieldSet paths) {
    ArrayNode rest = NODES.arrayNode();
    for (JsonNode element : value) {
      FieldSet.Node node = paths.find(shape.name(element));
      if (node == null) {
        rest.add(element);
      } else if (!node.member()) {
        rest.add(remove(shape.element(), element, node.children()));
      }
    }
    return rest;
  }
}
