package io.jukung.registry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts what other servers say of their groups into the document of version 2: the paths of their
 * group version and all these refer to. A definition that the document has otherwise gets another
 * name. Both are read into memory. Upstream: {@code kube-openapi/pkg/aggregator}.
 */
public final class ForeignDocuments {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String REF = "$ref";
  private static final List<String> TABLES = List.of("definitions", "parameters");

  private final ObjectNode all;

  private ForeignDocuments(ObjectNode all) {
    this.all = all;
  }

  /**
   * One server's document.
   *
   * @param prefix what its paths begin with, such as {@code /apis/metrics.k8s.io/v1beta1/}
   * @param document JSON; one that can't be read adds nothing
   */
  public record Foreign(String prefix, Document document) {}

  /** The document with those of others in it, in their order. */
  public static Document merged(Document base, List<Foreign> others) {
    ForeignDocuments merged = new ForeignDocuments(tree(base));
    others.forEach(merged::add);
    merged.sort("paths");
    TABLES.forEach(merged::sort);
    try {
      return Document.of(OpenApi.JSON, MAPPER.writeValueAsBytes(merged.all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode tree(Document document) {
    try (InputStream in = document.open()) {
      return MAPPER.readTree(in) instanceof ObjectNode object ? object : MAPPER.createObjectNode();
    } catch (IOException e) {
      return MAPPER.createObjectNode();
    }
  }

  private void add(Foreign foreign) {
    ObjectNode other = tree(foreign.document());
    Map<String, JsonNode> reached = new TreeMap<>();
    Deque<JsonNode> left = new ArrayDeque<>();
    Map<String, JsonNode> paths = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : other.path("paths").properties()) {
      if (path.getKey().startsWith(foreign.prefix())) {
        paths.put(path.getKey(), path.getValue());
        left.add(path.getValue());
      }
    }
    while (!left.isEmpty()) {
      for (JsonNode ref : left.remove().findValues(REF)) {
        JsonNode target = other.at(ref.asText("#").substring(1));
        if (ref.asText().startsWith("#/") && reached.putIfAbsent(ref.asText(), target) == null) {
          left.add(target);
        }
      }
    }
    Map<String, String> names = names(reached);
    reached.forEach((ref, target) -> put(names.getOrDefault(ref, ref), renamed(target, names)));
    paths.forEach(
        (path, item) -> {
          if (!all.path("paths").has(path)) {
            all.withObjectProperty("paths").set(path, renamed(item, names));
          }
        });
  }

  /** What each reference is called in the whole. */
  private Map<String, String> names(Map<String, JsonNode> reached) {
    Map<String, String> names = new HashMap<>();
    reached.forEach(
        (ref, target) -> {
          String name = ref;
          for (int i = 2; !free(name, target); i++) {
            name = ref + "_v" + i;
          }
          names.put(ref, name);
        });
    return names;
  }

  private boolean free(String ref, JsonNode target) {
    JsonNode there = all.at(ref.substring(1));
    return there.isMissingNode() || there.equals(target);
  }

  private void put(String ref, JsonNode target) {
    String[] parts = ref.split("/", 3);
    if (parts.length == 3 && TABLES.contains(parts[1]) && !target.isMissingNode()) {
      all.withObjectProperty(parts[1]).set(parts[2], target);
    }
  }

  private static JsonNode renamed(JsonNode node, Map<String, String> names) {
    JsonNode copy = node.deepCopy();
    for (JsonNode parent : copy.findParents(REF)) {
      if (parent instanceof ObjectNode object) {
        String ref = object.path(REF).asText();
        object.set(REF, TextNode.valueOf(names.getOrDefault(ref, ref)));
      }
    }
    return copy;
  }

  private void sort(String table) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    all.path(table).properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    if (!sorted.isEmpty()) {
      ObjectNode fields = all.putObject(table);
      sorted.forEach(fields::set);
    }
  }
}
