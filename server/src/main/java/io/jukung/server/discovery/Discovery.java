package io.jukung.server.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.crd.ServedResources;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.server.response.TreeEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All discovery documents: those of the built-in groups are made once, those that tell of custom
 * resources when they are asked for after a change. Safe for all threads.
 */
public final class Discovery {
  private final Catalog catalog;
  private final TreeEncoder encoder;
  private final Supplier<ServedResources> custom;
  private final Document core;
  private final Document aggregatedCore;
  private final Map<String, Document> byGroup = new HashMap<>();
  private final Map<GroupVersion, Document> byVersion = new HashMap<>();
  private volatile Dynamic dynamic;

  /** The documents that tell of one state of the custom resources. */
  private record Dynamic(
      ServedResources resources,
      Document groups,
      Document aggregatedGroups,
      Map<String, Document> byGroup,
      Map<GroupVersion, Document> byVersion) {}

  /**
   * Makes the documents.
   *
   * @param custom the custom resources that are served at the time of the call
   * @param serverAddress host and port that clients inside the cluster are told
   */
  public Discovery(
      Catalog catalog,
      Supplier<ServedResources> custom,
      String serverAddress,
      TreeEncoder encoder) {
    this.catalog = catalog;
    this.encoder = encoder;
    this.custom = custom;
    this.core = document(GroupDocuments.versions(serverAddress));
    this.aggregatedCore = document(AggregatedDocuments.of(catalog, ServedResources.NONE, true));
    for (ApiGroup group : catalog.groups()) {
      byGroup.put(group.name(), document(GroupDocuments.group(group)));
      for (String name : group.versions()) {
        GroupVersion version = new GroupVersion(group.name(), name);
        byVersion.put(
            version, document(GroupDocuments.resources(version, resourcesOf(catalog, version))));
      }
    }
    this.dynamic = make(ServedResources.NONE);
  }

  static List<ResourceType> resourcesOf(Catalog catalog, GroupVersion version) {
    return catalog.resources().stream()
        .filter(type -> type.resource().groupVersion().equals(version))
        .toList();
  }

  private Document document(ObjectNode tree) {
    return new Document(tree, encoder);
  }

  private Dynamic now() {
    ServedResources served = custom.get();
    Dynamic known = dynamic;
    if (known.resources() != served) {
      known = make(served);
      dynamic = known;
    }
    return known;
  }

  private Dynamic make(ServedResources served) {
    Map<String, Document> groups = new HashMap<>();
    Map<GroupVersion, Document> versions = new HashMap<>();
    for (ApiGroup group : served.groups()) {
      groups.put(group.name(), document(GroupDocuments.group(group)));
      for (String name : group.versions()) {
        GroupVersion version = new GroupVersion(group.name(), name);
        versions.put(
            version, document(GroupDocuments.resources(version, served.resources(version))));
      }
    }
    return new Dynamic(
        served,
        document(GroupDocuments.groups(catalog, served.groups())),
        document(AggregatedDocuments.of(catalog, served, false)),
        groups,
        versions);
  }

  /** {@code /api}. */
  public Document core() {
    return core;
  }

  /** {@code /apis}. */
  public Document groups() {
    return now().groups();
  }

  /** {@code /api} in the aggregated form. */
  public Document aggregatedCore() {
    return aggregatedCore;
  }

  /** {@code /apis} in the aggregated form. */
  public Document aggregatedGroups() {
    return now().aggregatedGroups();
  }

  /** {@code /apis/<group>}; empty when there is no such group. */
  public Optional<Document> group(String group) {
    return Optional.ofNullable(byGroup.get(group))
        .or(() -> Optional.ofNullable(now().byGroup().get(group)));
  }

  /** Whether the group is built in. */
  boolean builtIn(String group) {
    return byGroup.containsKey(group);
  }

  /** {@code /api/v1} or {@code /apis/<group>/<version>}; empty when it is not served. */
  public Optional<Document> version(GroupVersion version) {
    return Optional.ofNullable(byVersion.get(version))
        .or(() -> Optional.ofNullable(now().byVersion().get(version)));
  }
}
