package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names the fields of a tree: what somebody who applies it comes to own.
 *
 * <p>Upstream: {@code typed/tofieldset.go} and {@code EnsureNamedFieldsAreMembers} of {@code
 * fieldpath/set.go}.
 */
public final class FieldNames {
  private FieldNames() {}

  /** All leaves and list items of {@code value}. */
  public static FieldSet of(Shape shape, JsonNode value) {
    return below(shape, value);
  }

  private static boolean leaf(Shape shape, JsonNode value) {
    return shape.leaf(shape.form(value));
  }

  private static FieldSet below(Shape shape, JsonNode value) {
    if (leaf(shape, value)) {
      return FieldSet.EMPTY;
    }
    FieldSet.Builder set = new FieldSet.Builder(Math.max(value.size(), 1));
    if (value.isObject() && shape.map != null) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        MapShape.FieldShape field = shape.map.field(entry.getKey());
        Shape inner = field == null ? shape.map.others() : field.shape();
        JsonNode child = entry.getValue();
        if (inner != null) {
          boolean member =
              field == null
                  || child.isNull()
                  || (child.isObject() && child.isEmpty())
                  || leaf(inner, child);
          PathElement element = field == null ? PathElement.field(entry.getKey()) : field.element;
          set.add(element, member, below(inner, child));
        }
      }
    } else if (value.isArray() && shape.list != null) {
      Map<PathElement, Integer> counts = new HashMap<>();
      value.forEach(element -> counts.merge(shape.list.name(element), 1, Integer::sum));
      for (JsonNode element : value) {
        PathElement name = shape.list.name(element);
        boolean once = counts.getOrDefault(name, 0) == 1;
        set.add(name, true, once ? below(shape.list.element(), element) : FieldSet.EMPTY);
      }
    }
    return set.build();
  }

  /** The set with every declared field that has members below as a member itself. */
  public static FieldSet withDeclaredParents(FieldSet set, Shape shape) {
    FieldSet.Builder result = new FieldSet.Builder(Math.max(set.nodes().size(), 1));
    for (FieldSet.Node node : set.nodes()) {
      PathElement element = node.element();
      Shape below = null;
      boolean member = node.member();
      if (element.kind() == PathElement.Kind.FIELD && shape.map != null) {
        MapShape.FieldShape field = shape.map.field(element.name());
        below = field == null ? shape.map.others() : field.shape();
        member = member || (field != null && !node.children().isEmpty());
      } else if (element.kind() == PathElement.Kind.KEY && shape.list != null) {
        below = shape.list.element();
      }
      result.add(
          element,
          member,
          below == null ? node.children() : withDeclaredParents(node.children(), below));
    }
    return result.build();
  }

  /**
   * The set as it is since a schema made lists or maps to one piece each: what somebody owned below
   * such a piece is the piece now. Upstream: {@code typed/reconcile_schema.go}.
   */
  public static FieldSet inWholePieces(FieldSet set, Shape shape) {
    if (shape.map != null && shape.map.free() && shape.map.others() == Shape.DEDUCED) {
      return set;
    }
    FieldSet.Builder result = new FieldSet.Builder(Math.max(set.nodes().size(), 1));
    for (FieldSet.Node node : set.nodes()) {
      Shape below = node.children().isEmpty() ? null : below(shape, node.element());
      if (below == null) {
        result.add(node.element(), node.member(), node.children());
      } else if (below.map != null ? below.map.atomic : below.list != null && below.list.atomic()) {
        result.add(node.element(), true, FieldSet.EMPTY);
      } else {
        result.add(node.element(), node.member(), inWholePieces(node.children(), below));
      }
    }
    return result.build();
  }

  private static @Nullable Shape below(Shape shape, PathElement element) {
    if (element.kind() != PathElement.Kind.FIELD) {
      return shape.list == null ? null : shape.list.element();
    }
    if (shape.map == null) {
      return null;
    }
    MapShape.FieldShape field = shape.map.field(element.name());
    return field == null ? shape.map.others() : field.shape();
  }
}
