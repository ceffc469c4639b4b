package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A version's resources in the form of aggregated discovery, from the {@code APIResourceList} its
 * server answers with ({@code ConvertGroupVersionIntoToDiscovery} in {@code
 * apiserver/pkg/endpoints/discovery/aggregated}).
 */
final class AggregatedResources {
  private AggregatedResources() {}

  /** Fills an entry of {@code versions}. */
  static void put(ObjectNode entry, GroupVersion version, JsonNode list) {
    entry.put("version", version.version());
    ArrayNode resources = entry.putArray("resources");
    Map<String, ObjectNode> byName = new HashMap<>();
    for (JsonNode resource : list.path("resources")) {
      String name = resource.path("name").asText();
      if (name.indexOf('/') < 0) {
        byName.put(name, resource(resources.addObject(), resource));
      }
    }
    for (JsonNode resource : list.path("resources")) {
      String[] parts = resource.path("name").asText().split("/", 2);
      ObjectNode parent = byName.get(parts[0]);
      if (parts.length == 2 && parent != null) {
        ObjectNode sub = parent.withArray("/subresources").addObject();
        sub.put("subresource", parts[1]);
        kind(sub, resource);
        copy(resource, sub, "verbs");
      }
    }
    entry.put("freshness", "Current");
  }

  private static ObjectNode resource(ObjectNode node, JsonNode resource) {
    node.put("resource", resource.path("name").asText());
    kind(node, resource);
    node.put("scope", resource.path("namespaced").asBoolean() ? "Namespaced" : "Cluster");
    node.put("singularResource", resource.path("singularName").asText(""));
    for (String field : List.of("verbs", "shortNames", "categories")) {
      copy(resource, node, field);
    }
    return node;
  }

  private static void kind(ObjectNode node, JsonNode resource) {
    node.putObject("responseKind")
        .put("group", resource.path("group").asText(""))
        .put("version", resource.path("version").asText(""))
        .put("kind", resource.path("kind").asText(""));
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.path(field).isArray() && !from.path(field).isEmpty()) {
      to.set(field, from.path(field));
    }
  }
}
