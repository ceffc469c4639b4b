package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.regex.Pattern;

/**
 * A document under a JSON patch: the operations on it, as upstream's library understands them. Used
 * once, by one thread.
 *
 * <p>Where that differs from RFC 6902: a path's part in front of the first slash is ignored;
 * indexes may have signs and leading zeros, negative ones count from the end; {@code replace} makes
 * members that are missing, and only {@code replace} and {@code test} take the whole document.
 */
final class JsonPatchTarget {
  /** The most bytes that the copies of one patch may add. */
  static final int MAX_COPIED_BYTES = 3 * 1024 * 1024;

  /** The most levels of a patched document. */
  static final int MAX_DEPTH = 300;

  private static final Pattern INDEX = Pattern.compile("[+-]?[0-9]{1,18}");

  private JsonNode root;
  private long copiedBytes;

  JsonPatchTarget(JsonNode root) {
    this.root = root;
  }

  /**
   * The document after the last operation. Copies into each other may have made it deeper than any
   * body can be; what comes after goes through it level by level, so that is refused.
   */
  JsonNode result() {
    requireDepth(root);
    return root;
  }

  /** Refuses what has more than {@link #MAX_DEPTH} levels; uses no stack of its own. */
  private static void requireDepth(JsonNode value) {
    Deque<Iterator<JsonNode>> open = new ArrayDeque<>();
    open.push(value.iterator());
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
        continue;
      }
      JsonNode next = open.element().next();
      if (!next.isEmpty()) {
        if (open.size() == MAX_DEPTH) {
          throw Patches.notApplicable();
        }
        open.push(next.iterator());
      }
    }
  }

  /** A member or element of a container; it need not exist. */
  private record Place(JsonNode container, String key) {
    JsonNode get() {
      if (container instanceof ArrayNode array) {
        return array.get(index(key, array.size(), array.size() - 1));
      }
      JsonNode value = container.get(key);
      return value == null ? JsonNodeFactory.instance.nullNode() : value;
    }

    void add(JsonNode value) {
      switch (container) {
        case ArrayNode array when key.equals("-") -> array.add(value);
        case ArrayNode array -> array.insert(index(key, array.size() + 1, array.size()), value);
        case ObjectNode object -> object.set(key, value);
        default -> throw Patches.notApplicable();
      }
    }

    void set(JsonNode value) {
      switch (container) {
        case ArrayNode array -> array.set(index(key, array.size(), array.size() - 1), value);
        case ObjectNode object -> object.set(key, value);
        default -> throw Patches.notApplicable();
      }
    }

    void remove() {
      switch (container) {
        case ArrayNode array -> array.remove(index(key, array.size(), array.size() - 1));
        case ObjectNode object when object.has(key) -> object.remove(key);
        default -> throw Patches.notApplicable();
      }
    }
  }

  void add(String path, JsonNode value) {
    place(path).add(value);
  }

  void remove(String path) {
    place(path).remove();
  }

  void replace(String path, JsonNode value) {
    if (path.isEmpty()) {
      if (!value.isContainerNode()) {
        throw Patches.notApplicable();
      }
      root = value;
      return;
    }
    place(path).set(value);
  }

  void move(String from, String path) {
    Place source = place(from);
    JsonNode value = source.get();
    source.remove();
    place(path).add(value);
  }

  void copy(String from, String path) {
    JsonNode value = place(from).get();
    Place target = place(path);
    requireDepth(value);
    copiedBytes += value.toString().getBytes(StandardCharsets.UTF_8).length;
    if (copiedBytes > MAX_COPIED_BYTES) {
      throw Patches.notApplicable();
    }
    target.add(value.deepCopy());
  }

  void test(String path, JsonNode value) {
    JsonNode found = path.isEmpty() ? root : place(path).get();
    if (!same(found, value)) {
      throw Patches.notApplicable();
    }
  }

  private Place place(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length < 2) {
      throw Patches.notApplicable();
    }
    JsonNode container = root;
    for (int i = 1; i < parts.length - 1; i++) {
      container = new Place(container, unescape(parts[i])).get();
      if (!container.isContainerNode()) {
        throw Patches.notApplicable();
      }
    }
    return new Place(container, unescape(parts[parts.length - 1]));
  }

  /** Both replacements in one pass, so that {@code ~01} becomes {@code ~1}. */
  private static String unescape(String key) {
    // Since ~1 holds no 0, doing it first is the same as one pass.
    return key.indexOf('~') < 0 ? key : key.replace("~1", "/").replace("~0", "~");
  }

  /**
   * The index that {@code key} names.
   *
   * @param size what is added to negative indexes
   * @param last the highest allowed index
   */
  private static int index(String key, int size, int last) {
    if (!INDEX.matcher(key).matches()) {
      throw Patches.notApplicable();
    }
    long index = Long.parseLong(key);
    long place = index < 0 ? index + size : index;
    if (place < 0 || place > last) {
      throw Patches.notApplicable();
    }
    return (int) place;
  }

  /** Equality of JSON values: members in any order, numbers by their text. */
  private static boolean same(JsonNode left, JsonNode right) {
    if (left.isObject() && right.isObject()) {
      return left.size() == right.size()
          && left.properties().stream()
              .allMatch(e -> right.has(e.getKey()) && same(e.getValue(), right.get(e.getKey())));
    }
    if (left.isArray() && right.isArray()) {
      boolean same = left.size() == right.size();
      for (int i = 0; same && i < left.size(); i++) {
        same = same(left.get(i), right.get(i));
      }
      return same;
    }
    return left.getNodeType() == right.getNodeType()
        && !left.isContainerNode()
        && left.asText().equals(right.asText());
  }
}
