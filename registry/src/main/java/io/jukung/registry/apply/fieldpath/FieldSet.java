package io.jukung.registry.apply.fieldpath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths into an object. A path may be a member without its children, and the other way
 * round. Immutable.
 *
 * <p>Upstream: {@code fieldpath/set.go}, whose operations these are, down to what they do with
 * members that have children.
 */
public final class FieldSet {
  /**
   * One element and what the set knows of it.
   *
   * @param member whether the path up to here is in the set
   * @param children what is in the set below
   */
  public record Node(PathElement element, boolean member, FieldSet children) {
    @SuppressWarnings("ReferenceEquality") // spares a copy
    private @Nullable Node with(boolean newMember, FieldSet newChildren) {
      if (!newMember && newChildren.isEmpty()) {
        return null;
      }
      return newMember == member && newChildren == children
          ? this
          : new Node(element, newMember, newChildren);
    }
  }

  private static final Node[] NONE = {};

  /** The set without members. */
  public static final FieldSet EMPTY = new FieldSet(NONE);

  private final Node[] nodes;

  private FieldSet(Node[] nodes) {
    this.nodes = nodes;
  }

  /** Collects the nodes of one level, in any order; each element once. Not thread-safe. */
  public static final class Builder {
    private Node[] nodes;
    private int size;
    private boolean sorted = true;

    /** A builder with room for {@code expected} nodes. */
    public Builder(int expected) {
      this.nodes = new Node[Math.max(expected, 1)];
    }

    /** Adds a node; one that has nothing in the set is left out. */
    public Builder add(PathElement element, boolean member, FieldSet children) {
      if (member || !children.isEmpty()) {
        add(new Node(element, member, children));
      }
      return this;
    }

    private void add(@Nullable Node node) {
      if (node == null) {
        return;
      }
      if (size == nodes.length) {
        nodes = Arrays.copyOf(nodes, size * 2);
      }
      sorted = sorted && (size == 0 || nodes[size - 1].element.compareTo(node.element) < 0);
      nodes[size++] = node;
    }

    /** The set; elements that were added twice are united. */
    public FieldSet build() {
      if (size == 0) {
        return EMPTY;
      }
      Node[] all = size == nodes.length ? nodes : Arrays.copyOf(nodes, size);
      if (!sorted) {
        Arrays.sort(all, (one, other) -> one.element.compareTo(other.element));
        all = united(all);
      }
      return new FieldSet(all);
    }

    private static Node[] united(Node[] sorted) {
      List<Node> result = new ArrayList<>(sorted.length);
      for (Node node : sorted) {
        Node last = result.isEmpty() ? null : result.getLast();
        if (last != null && last.element.compareTo(node.element) == 0) {
          boolean member = last.member || node.member;
          result.set(
              result.size() - 1,
              new Node(last.element, member, last.children.union(node.children)));
        } else {
          result.add(node);
        }
      }
      return result.toArray(Node[]::new);
    }
  }

  /** The set with the one path; no elements make the empty set. */
  public static FieldSet of(PathElement... path) {
    return of(List.of(path));
  }

  /** The set with the one path; no elements make the empty set. */
  public static FieldSet of(List<PathElement> path) {
    FieldSet set = EMPTY;
    for (int i = path.size() - 1; i >= 0; i--) {
      set = new FieldSet(new Node[] {new Node(path.get(i), i == path.size() - 1, set)});
    }
    return set;
  }

  /** The set with one path of fields only. */
  public static FieldSet ofFields(String... names) {
    return of(Arrays.stream(names).map(PathElement::field).toList());
  }

  /** The nodes of the first level, sorted. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(Arrays.asList(nodes));
  }

  /** Whether there is no member. */
  public boolean isEmpty() {
    return nodes.length == 0;
  }

  /** How many members there are. */
  public int size() {
    int size = 0;
    for (Node node : nodes) {
      size += (node.member ? 1 : 0) + node.children.size();
    }
    return size;
  }

  /** What is known of an element of the first level. */
  public @Nullable Node find(PathElement element) {
    int low = 0;
    int high = nodes.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = nodes[middle].element.compareTo(element);
      if (order == 0) {
        return nodes[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** Whether an element of the first level is a member. */
  public boolean has(PathElement element) {
    Node node = find(element);
    return node != null && node.member;
  }

  /** Whether the path is a member; the empty one never is. */
  public boolean has(List<PathElement> path) {
    FieldSet set = this;
    for (int i = 0; i < path.size() - 1; i++) {
      set = set.below(path.get(i));
    }
    return !path.isEmpty() && set.has(path.getLast());
  }

  /** What is in the set below an element of the first level. */
  public FieldSet below(PathElement element) {
    Node node = find(element);
    return node == null ? EMPTY : node.children;
  }

  /** The members of either set. */
  @SuppressWarnings("ReferenceEquality") // spares a copy
  public FieldSet union(FieldSet other) {
    if (other.isEmpty() || other == this) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    Builder result = new Builder(Math.max(nodes.length, other.nodes.length));
    int i = 0;
    int j = 0;
    while (i < nodes.length || j < other.nodes.length) {
      int order = order(i, other, j);
      if (order < 0) {
        result.add(nodes[i++]);
      } else if (order > 0) {
        result.add(other.nodes[j++]);
      } else {
        Node one = nodes[i++];
        Node two = other.nodes[j++];
        result.add(one.with(one.member || two.member, one.children.union(two.children)));
      }
    }
    return result.build();
  }

  /** The members that are in both sets. */
  public FieldSet intersection(FieldSet other) {
    Builder result = new Builder(Math.min(nodes.length, other.nodes.length));
    int i = 0;
    int j = 0;
    while (i < nodes.length && j < other.nodes.length) {
      int order = order(i, other, j);
      if (order == 0) {
        Node one = nodes[i];
        Node two = other.nodes[j];
        result.add(one.with(one.member && two.member, one.children.intersection(two.children)));
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return result.build();
  }

  /** The members that are not in {@code other}; children of removed members stay. */
  public FieldSet difference(FieldSet other) {
    return minus(other, false);
  }

  /** The members that are not in {@code other}, nor below a member of it. */
  public FieldSet recursiveDifference(FieldSet other) {
    return minus(other, true);
  }

  @SuppressWarnings("ReferenceEquality") // spares a copy
  private FieldSet minus(FieldSet other, boolean recursive) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    Builder result = new Builder(nodes.length);
    int j = 0;
    boolean same = true;
    for (int i = 0; i < nodes.length; i++) {
      while (j < other.nodes.length && order(i, other, j) > 0) {
        j++;
      }
      Node one = nodes[i];
      Node rest = one;
      if (j < other.nodes.length && order(i, other, j) == 0) {
        Node two = other.nodes[j];
        rest =
            recursive && two.member
                ? null
                : one.with(one.member && !two.member, one.children.minus(two.children, recursive));
      }
      same = same && rest == one;
      result.add(rest);
    }
    return same ? this : result.build();
  }

  private int order(int i, FieldSet other, int j) {
    if (i >= nodes.length) {
      return 1;
    }
    return j >= other.nodes.length ? -1 : nodes[i].element.compareTo(other.nodes[j].element);
  }

  /** Gives all members to {@code action}: of each level first the members, then what is below. */
  public void forEach(Consumer<List<PathElement>> action) {
    visit(new ArrayList<>(), action);
  }

  private void visit(List<PathElement> path, Consumer<List<PathElement>> action) {
    for (Node node : nodes) {
      if (node.member) {
        path.add(node.element);
        action.accept(List.copyOf(path));
        path.removeLast();
      }
    }
    for (Node node : nodes) {
      path.add(node.element);
      node.children.visit(path, action);
      path.removeLast();
    }
  }

  /** All members, in the order of {@link #forEach}. */
  public List<List<PathElement>> paths() {
    List<List<PathElement>> paths = new ArrayList<>();
    forEach(paths::add);
    return paths;
  }

  /** A path as conflicts tell it, such as {@code .spec.containers[name="app"].image}. */
  public static String print(List<PathElement> path) {
    StringBuilder text = new StringBuilder();
    path.forEach(text::append);
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldSet that && Arrays.equals(nodes, that.nodes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nodes);
  }

  @Override
  public String toString() {
    return String.join("\n", paths().stream().map(FieldSet::print).toList());
  }
}
