package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares two objects of one shape, in one walk over both that stops where they are the same.
 *
 * <p>Typed objects are what decoded trees mean to upstream: Go structs, in which some fields are
 * there though nobody set them and others are not though they are in the tree, empty.
 *
 * <p>Upstream: {@code typed/compare.go}.
 */
public final class Comparer {
  private static final Delta CHANGED =
      new Delta(true, FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

  private final boolean typed;

  private Comparer(boolean typed) {
    this.typed = typed;
  }

  /** What changed in one value. */
  private record Delta(boolean self, FieldSet added, FieldSet modified, FieldSet removed) {
    private static @Nullable Delta union(@Nullable Delta one, @Nullable Delta other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return new Delta(
          one.self || other.self,
          one.added.union(other.added),
          one.modified.union(other.modified),
          one.removed.union(other.removed));
    }
  }

  /** Compares trees as they stand. */
  public static Comparison trees(Shape shape, JsonNode before, JsonNode after) {
    return new Comparer(false).compareAll(shape, before, after);
  }

  /** Compares what the trees mean as typed objects. */
  public static Comparison typed(Shape shape, JsonNode before, JsonNode after) {
    return new Comparer(true).compareAll(shape, before, after);
  }

  private Comparison compareAll(Shape shape, JsonNode before, JsonNode after) {
    Delta delta = compare(shape, before, after);
    return delta == null
        ? Comparison.SAME
        : new Comparison(delta.added, delta.modified, delta.removed);
  }

  @SuppressWarnings("ReferenceEquality") // spares the walk
  private @Nullable Delta compare(Shape shape, JsonNode before, JsonNode after) {
    if (before == after) {
      return null;
    }
    Shape.Form was = shape.form(before);
    Shape.Form is = shape.form(after);
    Delta delta = compareAs(was, shape, before, after);
    return was == is ? delta : Delta.union(delta, compareAs(is, shape, before, after));
  }

  private @Nullable Delta compareAs(Shape.Form form, Shape shape, JsonNode before, JsonNode after) {
    boolean both = before.isEmpty() && after.isEmpty();
    if (shape.leaf(form) || both) {
      return same(shape, before, after) ? null : CHANGED;
    }
    return switch (form) {
      case SCALAR -> null;
      case LIST -> shape.list == null ? null : lists(shape.list, before, after);
      case MAP -> shape.map == null ? null : maps(shape.map, before, after);
    };
  }

  /** Collects what changed below one value. */
  private static final class Changes {
    private final FieldSet.Builder added = new FieldSet.Builder(4);
    private final FieldSet.Builder modified = new FieldSet.Builder(4);
    private final FieldSet.Builder removed = new FieldSet.Builder(4);

    void add(PathElement element, @Nullable Delta delta) {
      if (delta != null) {
        added.add(element, false, delta.added);
        modified.add(element, delta.self, delta.modified);
        removed.add(element, false, delta.removed);
      }
    }

    @Nullable Delta build() {
      FieldSet plus = added.build();
      FieldSet changed = modified.build();
      FieldSet minus = removed.build();
      return plus.isEmpty() && changed.isEmpty() && minus.isEmpty()
          ? null
          : new Delta(false, plus, changed, minus);
    }
  }

  private @Nullable Delta maps(MapShape shape, JsonNode before, JsonNode after) {
    Changes changes = new Changes();
    for (Map.Entry<String, JsonNode> entry : after.properties()) {
      MapShape.FieldShape field = shape.field(entry.getKey());
      member(shape, field, entry.getKey(), before, entry.getValue(), changes);
    }
    for (Map.Entry<String, JsonNode> entry : before.properties()) {
      if (!after.has(entry.getKey())) {
        member(shape, shape.field(entry.getKey()), entry.getKey(), before, null, changes);
      }
    }
    if (typed) {
      for (MapShape.FieldShape field : shape.alwaysThere()) {
        if (!after.has(field.name) && !before.has(field.name)) {
          // Both have the same zero, unless one of them is no object.
          member(shape, field, field.name, before, null, changes);
        }
      }
    }
    return changes.build();
  }

  private void member(
      MapShape shape,
      MapShape.@Nullable FieldShape field,
      String name,
      JsonNode before,
      @Nullable JsonNode valueAfter,
      Changes changes) {
    Shape below = field == null ? shape.others() : field.shape();
    if (below == null) {
      return;
    }
    boolean wasObject = before.isObject();
    JsonNode was = before.get(name);
    JsonNode is = valueAfter;
    if (typed && field != null) {
      was = wasObject ? field.typed(was) : null;
      is = field.typed(is);
    }
    PathElement element = field == null ? PathElement.field(name) : field.element;
    if (was != null && is != null) {
      changes.add(element, compare(below, was, is));
    } else if (is != null) {
      changes.added.add(element, true, all(below, is));
    } else if (was != null) {
      changes.removed.add(element, true, all(below, was));
    }
  }

  /** The elements of two lists that have one name. */
  private static final class Pair {
    private final List<JsonNode> before = new ArrayList<>(1);
    private final List<JsonNode> after = new ArrayList<>(1);
  }

  private @Nullable Delta lists(ListShape shape, JsonNode before, JsonNode after) {
    if (sameElements(shape, before, after)) {
      return null;
    }
    Map<PathElement, Pair> pairs = LinkedHashMap.newLinkedHashMap(before.size() + 1);
    if (before.isArray()) {
      before.forEach(e -> pairs.computeIfAbsent(shape.name(e), _ -> new Pair()).before.add(e));
    }
    if (after.isArray()) {
      after.forEach(e -> pairs.computeIfAbsent(shape.name(e), _ -> new Pair()).after.add(e));
    }
    Changes changes = new Changes();
    pairs.forEach((name, pair) -> pair(shape.element(), name, pair, changes));
    return changes.build();
  }

  private void pair(Shape shape, PathElement name, Pair pair, Changes changes) {
    List<JsonNode> before = pair.before;
    List<JsonNode> after = pair.after;
    if (before.size() == 1 && after.size() == 1) {
      changes.add(name, compare(shape, before.getFirst(), after.getFirst()));
    } else if (before.size() >= 2 && after.size() >= 2) {
      boolean same = before.size() == after.size();
      for (int i = 0; same && i < before.size(); i++) {
        same = same(shape, before.get(i), after.get(i));
      }
      changes.modified.add(name, !same, FieldSet.EMPTY);
    } else {
      // One side has the name once or not at all; several count as one piece.
      one(shape, name, before, changes.removed);
      one(shape, name, after, changes.added);
    }
  }

  private void one(
      Shape shape, PathElement name, List<JsonNode> elements, FieldSet.Builder changed) {
    if (!elements.isEmpty()) {
      changed.add(
          name, true, elements.size() == 1 ? all(shape, elements.getFirst()) : FieldSet.EMPTY);
    }
  }

  /** All fields below a value that only one side has; the value itself is the caller's. */
  private FieldSet all(Shape shape, JsonNode value) {
    Shape.Form form = shape.form(value);
    boolean empty = value.isEmpty() && !(typed && value.isObject());
    if (shape.leaf(form) || empty) {
      return FieldSet.EMPTY;
    }
    FieldSet.Builder set = new FieldSet.Builder(Math.max(value.size(), 1));
    if (form == Shape.Form.MAP && shape.map != null) {
      allOfMap(shape.map, value, set);
    } else if (shape.list != null) {
      Map<PathElement, Pair> pairs = LinkedHashMap.newLinkedHashMap(value.size());
      ListShape list = shape.list;
      value.forEach(e -> pairs.computeIfAbsent(list.name(e), _ -> new Pair()).after.add(e));
      pairs.forEach((name, pair) -> one(list.element(), name, pair.after, set));
    }
    return set.build();
  }

  private void allOfMap(MapShape map, JsonNode value, FieldSet.Builder set) {
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      MapShape.FieldShape field = map.field(entry.getKey());
      Shape below = field == null ? map.others() : field.shape();
      JsonNode member = entry.getValue();
      if (typed && field != null) {
        member = field.typed(member);
      }
      if (below != null && member != null) {
        PathElement element = field == null ? PathElement.field(entry.getKey()) : field.element;
        set.add(element, true, all(below, member));
      }
    }
    if (typed) {
      for (MapShape.FieldShape field : map.alwaysThere()) {
        JsonNode zero = value.has(field.name) ? null : field.typed(null);
        if (zero != null) {
          set.add(field.element, true, all(field.shape(), zero));
        }
      }
    }
  }

  private boolean sameElements(ListShape shape, JsonNode before, JsonNode after) {
    boolean same = before.size() == after.size();
    for (int i = 0; same && i < before.size(); i++) {
      same = same(shape.element(), before.get(i), after.get(i));
    }
    return same;
  }

  /** Whether two values mean the same. */
  @SuppressWarnings("ReferenceEquality") // spares the walk
  private boolean same(Shape shape, JsonNode before, JsonNode after) {
    if (!typed || before == after) {
      return Values.equal(before, after);
    }
    if (before.isObject() && after.isObject() && shape.map != null) {
      return sameMaps(shape.map, before, after);
    }
    if (before.isArray() && after.isArray() && shape.list != null) {
      return sameElements(shape.list, before, after);
    }
    return Values.equal(before, after);
  }

  private boolean sameMaps(MapShape map, JsonNode before, JsonNode after) {
    for (Map.Entry<String, JsonNode> entry : after.properties()) {
      if (!sameMembers(map, entry.getKey(), before, after)) {
        return false;
      }
    }
    for (Map.Entry<String, JsonNode> entry : before.properties()) {
      if (!after.has(entry.getKey()) && !sameMembers(map, entry.getKey(), before, after)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameMembers(MapShape map, String name, JsonNode before, JsonNode after) {
    JsonNode was = before.get(name);
    JsonNode is = after.get(name);
    MapShape.FieldShape field = map.field(name);
    if (field != null) {
      was = field.typed(was);
      is = field.typed(is);
    }
    if (was == null || is == null) {
      return was == null && is == null;
    }
    Shape below = field == null ? map.others() : field.shape();
    return same(below == null ? Shape.ATOMIC : below, was, is);
  }
}
