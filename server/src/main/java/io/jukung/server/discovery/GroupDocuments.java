package io.jukung.server.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.List;
import java.util.Set;

/** Makes the documents of the old discovery. Pure. */
final class GroupDocuments {
  private static final List<String> CUSTOM_VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

  private GroupDocuments() {}

  /** {@code /api}. */
  static ObjectNode versions(String serverAddress) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "APIVersions");
    document.putArray("versions").add("v1");
    document
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", serverAddress);
    return document;
  }

  /** {@code /apis}. */
  static ObjectNode groups(Catalog catalog, List<ApiGroup> custom) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = document.putArray("groups");
    for (ApiGroup group : catalog.groups()) {
      if (!group.name().isEmpty()) {
        fill(groups.addObject(), group);
      }
    }
    custom.forEach(group -> fill(groups.addObject(), group));
    return document;
  }

  /** {@code /apis/<group>}. */
  static ObjectNode group(ApiGroup group) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "APIGroup").put("apiVersion", "v1");
    return fill(document, group);
  }

  private static ObjectNode fill(ObjectNode node, ApiGroup group) {
    node.put("name", group.name());
    ArrayNode versions = node.putArray("versions");
    for (String version : group.versions()) {
      putVersion(versions.addObject(), group.name(), version);
    }
    putVersion(node.putObject("preferredVersion"), group.name(), group.preferredVersion());
    return node;
  }

  private static void putVersion(ObjectNode node, String group, String version) {
    node.put("groupVersion", new GroupVersion(group, version).apiVersion());
    node.put("version", version);
  }

  /** {@code /api/v1} and {@code /apis/<group>/<version>}. */
  static ObjectNode resources(GroupVersion version, List<ResourceType> types) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "APIResourceList");
    if (!version.group().isEmpty()) {
      document.put("apiVersion", "v1");
    }
    document.put("groupVersion", version.apiVersion());
    ArrayNode resources = document.putArray("resources");
    for (ResourceType type : types) {
      ObjectNode resource = resources.addObject();
      resource
          .put("name", type.resource().resource())
          .put("singularName", type.singular())
          .put("namespaced", type.namespaced());
      putKind(resource, version, type.kind());
      putVerbs(resource, type);
      putTexts(resource, "shortNames", type.shortNames());
      putTexts(resource, "categories", type.categories());
      if (!type.storageVersionHash().isEmpty()) {
        resource.put("storageVersionHash", type.storageVersionHash());
      }
      for (Subresource subresource : type.subresources()) {
        ObjectNode sub = resources.addObject();
        sub.put("name", type.resource().resource() + "/" + subresource.name())
            .put("singularName", "")
            .put("namespaced", type.namespaced());
        putKind(sub, version, subresource.kind());
        putVerbs(sub, subresource.verbs());
      }
    }
    return document;
  }

  private static void putKind(ObjectNode node, GroupVersion version, GroupVersionKind kind) {
    if (!kind.groupVersion().equals(version)) {
      if (!kind.group().isEmpty()) {
        node.put("group", kind.group());
      }
      node.put("version", kind.version());
    }
    node.put("kind", kind.kind());
  }

  /** The verbs of a resource; upstream tells those of custom resources in an order of their own. */
  static void putVerbs(ObjectNode node, ResourceType type) {
    if (type.schema().unstructured()) {
      ArrayNode array = node.putArray("verbs");
      CUSTOM_VERBS.stream().filter(type.verbs()::contains).forEach(array::add);
    } else {
      putVerbs(node, type.verbs());
    }
  }

  static void putVerbs(ObjectNode node, Set<String> verbs) {
    ArrayNode array = node.putArray("verbs");
    verbs.stream().sorted().forEach(array::add);
  }

  static void putTexts(ObjectNode node, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(name);
      texts.forEach(array::add);
    }
  }
}
