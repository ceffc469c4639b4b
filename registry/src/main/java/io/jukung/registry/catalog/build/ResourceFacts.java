package io.jukung.registry.catalog.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code resources.json} tells; the head of that file explains it. */
final class ResourceFacts {
  private static final GroupVersion V1 = new GroupVersion("", "v1");
  private static final GroupVersion META_V1 = new GroupVersion("meta.k8s.io", "v1");

  /** The kinds that belong to no group of their own, and where clients see them. */
  private static final Map<String, GroupVersion> META_KINDS =
      Map.of(
          "Status", V1,
          "List", V1,
          "APIGroup", V1,
          "APIGroupList", V1,
          "APIResourceList", V1,
          "APIVersions", V1,
          "Table", META_V1,
          "PartialObjectMetadata", META_V1,
          "PartialObjectMetadataList", META_V1);

  private static final Set<String> EVERYWHERE = Set.of("DeleteOptions", "WatchEvent");

  private final JsonNode root;
  private final Map<String, GroupVersion> packages = new LinkedHashMap<>();

  private ResourceFacts(JsonNode root) {
    this.root = root;
    for (JsonNode group : root.path("groups")) {
      for (JsonNode version : group.path("versions")) {
        packages.put(text(version, "package"), groupVersion(group, version));
      }
    }
    packages.put("io.k8s.api.apidiscovery.v2", new GroupVersion("apidiscovery.k8s.io", "v2"));
  }

  static ResourceFacts read(Path file) throws IOException {
    return new ResourceFacts(new ObjectMapper().readTree(file.toFile()));
  }

  /** The versions that DeleteOptions and WatchEvent are registered for. */
  Set<GroupVersion> registered() {
    Set<GroupVersion> versions = new LinkedHashSet<>();
    root.path("registered").forEach(version -> versions.add(GroupVersion.parse(version.asText())));
    return versions;
  }

  /** The kinds whose body is the type {@code typeName}. */
  List<GroupVersionKind> kinds(String typeName, boolean topLevel) {
    int dot = typeName.lastIndexOf('.');
    String kind = typeName.substring(dot + 1);
    if (typeName.startsWith(TypeBuilder.META)) {
      if (EVERYWHERE.contains(kind)) {
        return registered().stream().map(version -> version.kind(kind)).toList();
      }
      GroupVersion version = META_KINDS.get(kind);
      return version == null ? List.of() : List.of(version.kind(kind));
    }
    GroupVersion version = packages.get(typeName.substring(0, dot));
    return topLevel && version != null ? List.of(version.kind(kind)) : List.of();
  }

  List<ApiGroup> groups() {
    List<ApiGroup> groups = new ArrayList<>();
    for (JsonNode group : root.path("groups")) {
      List<String> versions = new ArrayList<>();
      group.path("versions").forEach(version -> versions.add(text(version, "version")));
      groups.add(new ApiGroup(text(group, "name"), versions));
    }
    return groups;
  }

  /** The resources in discovery order. */
  List<ResourceType> resources(Map<String, TypeSchema> types) {
    List<ResourceType> resources = new ArrayList<>();
    for (JsonNode group : root.path("groups")) {
      for (JsonNode version : group.path("versions")) {
        for (JsonNode resource : version.path("resources")) {
          String typeName = text(version, "package") + "." + text(resource, "kind");
          TypeSchema type = types.get(typeName);
          if (type == null) {
            throw new IllegalStateException(
                "resources.json names a kind without a type: " + typeName);
          }
          resources.add(resource(groupVersion(group, version), resource, type));
        }
      }
    }
    return resources;
  }

  private static ResourceType resource(GroupVersion version, JsonNode node, TypeSchema type) {
    String name = text(node, "name");
    GroupVersion storage =
        node.has("storage") ? GroupVersion.parse(text(node, "storage")) : version;
    return new ResourceType(
        version.resource(name),
        text(node, "singular"),
        version.kind(text(node, "kind")),
        type,
        node.path("namespaced").asBoolean(),
        new LinkedHashSet<>(texts(node, "verbs")),
        texts(node, "shortNames"),
        texts(node, "categories"),
        subresources(version, node.path("subresources")),
        storage.resource(name),
        text(node, "keyPrefix"),
        text(node, "storageVersionHash"),
        node.path("returnsDeleted").asBoolean());
  }

  private static List<Subresource> subresources(GroupVersion version, JsonNode nodes) {
    List<Subresource> subresources = new ArrayList<>();
    for (JsonNode node : nodes) {
      GroupVersion own =
          node.has("groupVersion") ? GroupVersion.parse(text(node, "groupVersion")) : version;
      subresources.add(
          new Subresource(
              text(node, "name"),
              own.kind(text(node, "kind")),
              new LinkedHashSet<>(texts(node, "verbs"))));
    }
    return subresources;
  }

  private static GroupVersion groupVersion(JsonNode group, JsonNode version) {
    return new GroupVersion(text(group, "name"), text(version, "version"));
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText("");
  }
}
