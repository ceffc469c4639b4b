package io.jukung.registry.codec;

import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what the index needs from canonical bytes in one pass, without making a tree: names,
 * labels, owners and the fields that selectors ask for. Immutable; safe for all threads.
 *
 * <p>The bytes are trusted to be canonical JSON.
 */
public final class ObjectScanner {
  /**
   * What an object owns this with.
   *
   * @param blockOwnerDeletion false when not said
   */
  public record Owner(
      String apiVersion,
      String kind,
      String name,
      String uid,
      boolean controller,
      boolean blockOwnerDeletion) {}

  /**
   * What was found; strings are empty where a field is missing.
   *
   * @param fields the values of the scanner's paths, by path; empty where missing, spelled as in
   *     JSON where not strings
   */
  public record Scan(
      String name,
      String namespace,
      String uid,
      String generateName,
      String resourceVersion,
      String creationTimestamp,
      String deletionTimestamp,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<Owner> ownerReferences,
      List<String> finalizers,
      Map<String, String> fields) {}

  /** The paths as a tree: what to do at each key. */
  private record Node(Map<String, Node> children, String path) {
    boolean leaf() {
      return !path.isEmpty();
    }
  }

  private static final byte[] METADATA = "metadata".getBytes(StandardCharsets.UTF_8);

  private final List<String> paths;
  private final Node root;

  /**
   * A scanner for some fields.
   *
   * @param fieldPaths such as {@code spec.nodeName}: dots between keys, no lists
   */
  public ObjectScanner(List<String> fieldPaths) {
    this.paths = List.copyOf(fieldPaths);
    this.root = new Node(new HashMap<>(), "");
    for (String path : paths) {
      Node node = root;
      String[] keys = path.split("\\.", -1);
      for (int i = 0; i < keys.length; i++) {
        String end = i == keys.length - 1 ? path : "";
        node = node.children().computeIfAbsent(keys[i], k -> new Node(new HashMap<>(), end));
      }
    }
  }

  /** Reads an object. */
  public Scan scan(Bytes object) {
    Cursor cursor = new Cursor(object.array());
    Map<String, String> fields = LinkedHashMap.newLinkedHashMap(paths.size());
    paths.forEach(path -> fields.put(path, ""));
    Metadata metadata = new Metadata();
    boolean more = cursor.open();
    while (more) {
      int start = cursor.startKey();
      int end = cursor.endKey();
      Node node = root.children().isEmpty() ? null : root.children().get(cursor.key(start, end));
      if (cursor.is(start, end, METADATA)) {
        int at = cursor.pos;
        metadata.read(cursor);
        if (node != null) {
          cursor.pos = at;
          field(cursor, node, fields);
        }
      } else if (node != null) {
        field(cursor, node, fields);
      } else {
        cursor.skipValue();
      }
      more = cursor.more();
    }
    return metadata.scan(fields);
  }

  private static void field(Cursor cursor, Node node, Map<String, String> fields) {
    if (node.leaf() && cursor.peek() != '{') {
      fields.put(node.path(), cursor.text());
      return;
    }
    if (cursor.peek() != '{') {
      cursor.skipValue();
      return;
    }
    boolean more = cursor.open();
    while (more) {
      int start = cursor.startKey();
      int end = cursor.endKey();
      Node child = node.children().get(cursor.key(start, end));
      if (child == null) {
        cursor.skipValue();
      } else {
        field(cursor, child, fields);
      }
      more = cursor.more();
    }
  }

  /** Collects the metadata of one object. */
  private static final class Metadata {
    private final Map<String, String> texts = new HashMap<>();
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private final List<Owner> owners = new ArrayList<>();
    private final List<String> finalizers = new ArrayList<>();

    void read(Cursor cursor) {
      if (cursor.peek() != '{') {
        cursor.skipValue();
        return;
      }
      boolean more = cursor.open();
      while (more) {
        int start = cursor.startKey();
        String key = cursor.key(start, cursor.endKey());
        switch (key) {
          case "name",
              "namespace",
              "uid",
              "generateName",
              "resourceVersion",
              "creationTimestamp",
              "deletionTimestamp" ->
              texts.put(key, cursor.text());
          case "labels" -> labels = strings(cursor);
          case "annotations" -> annotations = strings(cursor);
          case "ownerReferences" -> owners(cursor);
          case "finalizers" -> finalizers(cursor);
          default -> cursor.skipValue();
        }
        more = cursor.more();
      }
    }

    private static Map<String, String> strings(Cursor cursor) {
      if (cursor.peek() != '{') {
        cursor.skipValue();
        return Map.of();
      }
      Map<String, String> map = new TreeMap<>();
      boolean more = cursor.open();
      while (more) {
        int start = cursor.startKey();
        String key = cursor.key(start, cursor.endKey());
        map.put(key, cursor.text());
        more = cursor.more();
      }
      return map;
    }

    private void owners(Cursor cursor) {
      if (cursor.peek() != '[') {
        cursor.skipValue();
        return;
      }
      boolean more = cursor.open();
      while (more) {
        Map<String, String> owner = strings(cursor);
        owners.add(
            new Owner(
                owner.getOrDefault("apiVersion", ""),
                owner.getOrDefault("kind", ""),
                owner.getOrDefault("name", ""),
                owner.getOrDefault("uid", ""),
                owner.getOrDefault("controller", "").equals("true"),
                owner.getOrDefault("blockOwnerDeletion", "").equals("true")));
        more = cursor.more();
      }
    }

    private void finalizers(Cursor cursor) {
      if (cursor.peek() != '[') {
        cursor.skipValue();
        return;
      }
      boolean more = cursor.open();
      while (more) {
        finalizers.add(cursor.text());
        more = cursor.more();
      }
    }

    Scan scan(Map<String, String> fields) {
      return new Scan(
          texts.getOrDefault("name", ""),
          texts.getOrDefault("namespace", ""),
          texts.getOrDefault("uid", ""),
          texts.getOrDefault("generateName", ""),
          texts.getOrDefault("resourceVersion", ""),
          texts.getOrDefault("creationTimestamp", ""),
          texts.getOrDefault("deletionTimestamp", ""),
          labels,
          annotations,
          owners,
          finalizers,
          fields);
    }
  }
}
