package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes fields that a schema does not know ({@code schema/pruning/algorithm.go}). One per object.
 */
public final class Pruning {
  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

  private final List<String> unknown = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();

  private Pruning() {}

  /**
   * Prunes an object.
   *
   * @param schema of the resource; null knows nothing but kind, version and metadata
   * @return the paths of what was removed, sorted
   */
  public static List<String> prune(ObjectNode object, @Nullable Structural schema) {
    Pruning pruning = new Pruning();
    Structural root =
        schema == null
            ? Structural.of(
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode())
            : schema;
    pruning.any(object, root.asResource());
    Collections.sort(pruning.unknown);
    return pruning.unknown;
  }

  /** Prunes a value that is no whole object. */
  public static void value(JsonNode value, Structural schema) {
    new Pruning().any(value, schema);
  }

  private void any(JsonNode value, @Nullable Structural schema) {
    boolean keep = schema != null && schema.preserveUnknownFields();
    if (value instanceof ObjectNode object) {
      if (schema == null) {
        object.fieldNames().forEachRemaining(this::record);
        object.removeAll();
        return;
      }
      fields(object, schema, keep);
    } else if (value instanceof ArrayNode array) {
      elements(array, schema, keep);
    }
  }

  private void fields(ObjectNode object, Structural schema, boolean keep) {
    List<String> gone = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String key = field.getKey();
      if (schema.embeddedResource() && META.contains(key)) {
        continue;
      }
      Structural child = schema.child(key);
      if (child != null) {
        int length = enter(key);
        any(field.getValue(), child);
        path.setLength(length);
      } else if (!keep && !schema.additionalAllowed()) {
        if (!META.contains(key) || !path.isEmpty()) {
          record(key);
        }
        gone.add(key);
      } else if (!keep) {
        // additionalProperties: true allows any value, but says nothing of what is in it.
        int length = enter(key);
        any(field.getValue(), null);
        path.setLength(length);
      }
    }
    object.remove(gone);
  }

  private void elements(ArrayNode array, @Nullable Structural schema, boolean keep) {
    for (int i = 0; i < array.size(); i++) {
      int length = path.length();
      path.append('[').append(i).append(']');
      if (!keep) {
        any(array.get(i), schema == null ? null : schema.items());
      } else if (schema != null && schema.items() != null) {
        kept(array.get(i), schema.items());
      }
      path.setLength(length);
    }
  }

  /** Elements of a list that keeps unknown fields keep theirs too, but not below known ones. */
  private void kept(JsonNode value, Structural schema) {
    if (value instanceof ObjectNode object) {
      fields(object, schema, true);
    } else if (value instanceof ArrayNode array) {
      elements(array, schema, true);
    }
  }

  private int enter(String key) {
    int length = path.length();
    if (length > 0) {
      path.append('.');
    }
    path.append(key);
    return length;
  }

  private void record(String key) {
    unknown.add(path.isEmpty() ? key : path + "." + key);
  }
}
