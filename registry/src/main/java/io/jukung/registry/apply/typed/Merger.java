package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges what is applied into what is there. Nothing is removed; the result shares subtrees with
 * both, so neither may be changed afterwards.
 *
 * <p>Upstream: {@code typed/merge.go}.
 */
public final class Merger {
  private Merger() {}

  /** The live object with the values of {@code applied}. */
  public static JsonNode merge(Shape shape, JsonNode live, JsonNode applied) {
    Shape.Form form = shape.form(applied);
    boolean bothEmpty = live.isEmpty() && applied.isEmpty();
    if (shape.leaf(form) || bothEmpty) {
      return applied;
    }
    if (form == Shape.Form.MAP && shape.map != null) {
      return live.isObject() ? maps(shape.map, live, applied) : applied;
    }
    return shape.list != null && live.isArray() ? lists(shape.list, live, applied) : applied;
  }

  private static JsonNode maps(MapShape shape, JsonNode live, JsonNode applied) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : live.properties()) {
      JsonNode wanted = applied.get(entry.getKey());
      JsonNode value = entry.getValue();
      merged.set(
          entry.getKey(),
          wanted == null ? value : merge(below(shape, entry.getKey()), value, wanted));
    }
    for (Map.Entry<String, JsonNode> entry : applied.properties()) {
      if (!merged.has(entry.getKey())) {
        merged.set(entry.getKey(), entry.getValue());
      }
    }
    return merged;
  }

  private static Shape below(MapShape shape, String name) {
    MapShape.FieldShape field = shape.field(name);
    Shape below = field == null ? shape.others() : field.shape();
    return below == null ? Shape.ATOMIC : below;
  }

  /** A list's elements by name, in order; those that stand there twice have no value. */
  private static final class Index {
    private final List<PathElement> names = new ArrayList<>();
    private final Map<PathElement, JsonNode> values = new HashMap<>();

    private Index(ListShape shape, JsonNode list) {
      for (JsonNode element : list) {
        PathElement name = shape.name(element);
        names.add(name);
        if (values.putIfAbsent(name, element) != null) {
          values.put(name, JsonNodeFactory.instance.nullNode());
        }
      }
    }

    private boolean has(PathElement name) {
      return values.containsKey(name);
    }

    private @Nullable JsonNode get(PathElement name) {
      return values.get(name);
    }
  }

  /**
   * The order is the live one as long as it does not contradict that of {@code applied}: shared
   * elements come in the applied order, each live element of its own stays before the shared one it
   * stood before.
   */
  private static JsonNode lists(ListShape shape, JsonNode live, JsonNode applied) {
    if (!applied.isArray()) {
      return live;
    }
    Index left = new Index(shape, live);
    Index right = new Index(shape, applied);
    Deque<PathElement> shared = new ArrayDeque<>();
    right.names.stream().filter(left::has).forEach(shared::add);
    PathElement next = shared.poll();
    Set<PathElement> done = new HashSet<>();
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    int l = 0;
    int r = 0;
    while (l < left.names.size() || r < right.names.size()) {
      if (l < left.names.size() && r < right.names.size()) {
        PathElement name = left.names.get(l);
        if (name.equals(right.names.get(r))) {
          done.add(name);
          out.add(item(shape, left.get(name), right.get(name)));
          l++;
          r++;
          next = shared.poll();
          continue;
        }
        if (right.has(name) && next != null && !next.equals(name)) {
          // Shared, but its turn is another time.
          l++;
          continue;
        }
      }
      if (l < left.names.size()) {
        PathElement name = left.names.get(l);
        if (!right.has(name)) {
          out.add(live.get(l++));
          continue;
        }
        if (done.contains(name)) {
          l++;
        }
      }
      if (r < right.names.size()) {
        PathElement name = right.names.get(r++);
        done.add(name);
        out.add(item(shape, left.get(name), right.get(name)));
        if (name.equals(next)) {
          next = shared.poll();
        }
      }
    }
    return out;
  }

  private static JsonNode item(
      ListShape shape, @Nullable JsonNode live, @Nullable JsonNode applied) {
    if (live == null || applied == null) {
      return applied == null ? JsonNodeFactory.instance.nullNode() : applied;
    }
    return merge(shape.element(), live, applied);
  }
}
