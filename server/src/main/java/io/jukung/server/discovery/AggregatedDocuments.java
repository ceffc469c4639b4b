package io.jukung.server.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.crd.ServedResources;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.List;
import java.util.function.Function;

/** Makes the documents of aggregated discovery ({@code apidiscovery.k8s.io/v2}). Pure. */
final class AggregatedDocuments {
  private AggregatedDocuments() {}

  /** The core group's document, or that of all others. */
  static ObjectNode of(Catalog catalog, ServedResources custom, boolean core) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
    document.putObject("metadata");
    ArrayNode items = document.putArray("items");
    for (ApiGroup group : catalog.groups()) {
      if (group.name().isEmpty() == core) {
        putGroup(items.addObject(), group, version -> Discovery.resourcesOf(catalog, version));
      }
    }
    if (!core) {
      custom.groups().forEach(group -> putGroup(items.addObject(), group, custom::resources));
    }
    return document;
  }

  private static void putGroup(
      ObjectNode item, ApiGroup group, Function<GroupVersion, List<ResourceType>> served) {
    ObjectNode metadata = item.putObject("metadata");
    if (!group.name().isEmpty()) {
      metadata.put("name", group.name());
    }
    ArrayNode versions = item.putArray("versions");
    for (String name : group.versions()) {
      GroupVersion version = new GroupVersion(group.name(), name);
      List<ResourceType> types = served.apply(version);
      ObjectNode node = versions.addObject().put("version", name);
      ArrayNode resources = node.putArray("resources");
      types.forEach(type -> putResource(resources.addObject(), version, type));
      node.put("freshness", "Current");
    }
  }

  private static void putResource(ObjectNode node, GroupVersion version, ResourceType type) {
    node.put("resource", type.resource().resource());
    putKind(node, version, type.kind());
    node.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    node.put("singularResource", type.singular());
    GroupDocuments.putVerbs(node, type);
    GroupDocuments.putTexts(node, "shortNames", type.shortNames());
    GroupDocuments.putTexts(node, "categories", type.categories());
    if (!type.subresources().isEmpty()) {
      ArrayNode subresources = node.putArray("subresources");
      for (Subresource subresource : type.subresources()) {
        ObjectNode sub = subresources.addObject().put("subresource", subresource.name());
        putKind(sub, version, subresource.kind());
        GroupDocuments.putVerbs(sub, subresource.verbs());
      }
    }
  }

  /** A kind of the same group and version is told without them. */
  private static void putKind(ObjectNode node, GroupVersion version, GroupVersionKind kind) {
    boolean same = kind.groupVersion().equals(version);
    node.putObject("responseKind")
        .put("group", same ? "" : kind.group())
        .put("version", same ? "" : kind.version())
        .put("kind", kind.kind());
  }
}
