package io.jukung.registry.strategy.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object's tree. Its path is only put together when an error asks for it, so walking
 * a good object costs next to nothing. Immutable, as long as the tree is left alone.
 */
public final class Spot {
  private final JsonNode node;
  private final @Nullable Spot parent;
  private final String step;

  /**
   * A place to start from.
   *
   * @param node what stands there; a missing node where nothing does
   * @param path the place's path as errors name it, such as {@code spec}; empty for a whole object
   */
  public Spot(JsonNode node, String path) {
    this(node, null, path);
  }

  private Spot(JsonNode node, @Nullable Spot parent, String step) {
    this.node = node;
    this.parent = parent;
    this.step = step;
  }

  /** What stands here; a missing node where nothing does. */
  public JsonNode node() {
    return node;
  }

  /** The path, such as {@code spec.containers[0]}. */
  public String path() {
    if (parent == null) {
      return step;
    }
    String above = parent.path();
    return step.startsWith("[") || above.isEmpty() ? above + step : above + "." + step;
  }

  /** The field {@code name} of the object at this place. */
  public Spot at(String name) {
    return new Spot(node.path(name), this, name);
  }

  /** The entry {@code key} of the map at this place. */
  public Spot key(String key) {
    return new Spot(node.path(key), this, "[" + key + "]");
  }

  /** This value, told of under another place's path: upstream is not always exact. */
  public Spot as(Spot other) {
    return new Spot(node, other.parent, other.step);
  }

  /** The elements of the list at this place; none when there is no list. */
  public List<Spot> elements() {
    if (!node.isArray() || node.isEmpty()) {
      return List.of();
    }
    List<Spot> elements = new ArrayList<>(node.size());
    for (JsonNode element : node) {
      elements.add(new Spot(element, this, "[" + elements.size() + "]"));
    }
    return elements;
  }

  /** The entries of the map at this place, by key, in order. */
  public Map<String, Spot> elementsByKey() {
    Map<String, Spot> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      entries.put(entry.getKey(), new Spot(entry.getValue(), this, "[" + entry.getKey() + "]"));
    }
    return entries;
  }

  /** How many elements or fields there are here. */
  public int size() {
    return node.size();
  }

  /** Whether anything stands here; null counts as nothing. */
  public boolean has() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Whether the field {@code name} is there. */
  public boolean has(String name) {
    return node.hasNonNull(name);
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

  /** Whether there is a true here. */
  public boolean isTrue() {
    return node.asBoolean();
  }

  @Override
  public String toString() {
    return path() + ": " + node;
  }
}
