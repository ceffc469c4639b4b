package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in an object's tree.
 *
 * @param node what stands there; a missing node where nothing does
 * @param path the place's path as errors name it, such as {@code spec.containers[0]}
 */
public record Spot(JsonNode node, String path) {
  /** The field {@code name} of the object at this place. */
  public Spot at(String name) {
    return new Spot(node.path(name), path.isEmpty() ? name : path + "." + name);
  }

  /** The entry {@code key} of the map at this place. */
  public Spot key(String key) {
    return new Spot(node.path(key), path + "[" + key + "]");
  }

  /** The elements of the list at this place; none when there is no list. */
  public List<Spot> elements() {
    List<Spot> elements = new ArrayList<>(node.size());
    if (node.isArray()) {
      for (JsonNode element : node) {
        elements.add(new Spot(element, path + "[" + elements.size() + "]"));
      }
    }
    return elements;
  }

  /** Whether anything stands here; null counts as nothing. */
  public boolean has() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** The string here; empty when there is none. */
  public String text() {
    String text = node.textValue();
    return text == null ? "" : text;
  }

  /** The number here; 0 when there is none. */
  public long number() {
    return node.asLong();
  }
}
