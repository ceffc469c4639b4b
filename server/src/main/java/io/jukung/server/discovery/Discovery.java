package io.jukung.server.discovery;

import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.server.response.TreeEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All discovery documents of a catalog. Immutable, but for the encoded forms it keeps. */
public final class Discovery {
  private final Document core;
  private final Document groups;
  private final Document aggregatedCore;
  private final Document aggregatedGroups;
  private final Map<String, Document> byGroup = new HashMap<>();
  private final Map<GroupVersion, Document> byVersion = new HashMap<>();

  /**
   * Makes the documents.
   *
   * @param serverAddress host and port that clients inside the cluster are told
   */
  public Discovery(Catalog catalog, String serverAddress, TreeEncoder encoder) {
    this.core = new Document(GroupDocuments.versions(serverAddress), encoder);
    this.groups = new Document(GroupDocuments.groups(catalog), encoder);
    this.aggregatedCore = new Document(AggregatedDocuments.of(catalog, true), encoder);
    this.aggregatedGroups = new Document(AggregatedDocuments.of(catalog, false), encoder);
    for (ApiGroup group : catalog.groups()) {
      byGroup.put(group.name(), new Document(GroupDocuments.group(group), encoder));
      for (String name : group.versions()) {
        GroupVersion version = new GroupVersion(group.name(), name);
        byVersion.put(
            version,
            new Document(
                GroupDocuments.resources(version, resourcesOf(catalog, version)), encoder));
      }
    }
  }

  static List<ResourceType> resourcesOf(Catalog catalog, GroupVersion version) {
    return catalog.resources().stream()
        .filter(type -> type.resource().groupVersion().equals(version))
        .toList();
  }

  /** {@code /api}. */
  public Document core() {
    return core;
  }

  /** {@code /apis}. */
  public Document groups() {
    return groups;
  }

  /** {@code /api} in the aggregated form. */
  public Document aggregatedCore() {
    return aggregatedCore;
  }

  /** {@code /apis} in the aggregated form. */
  public Document aggregatedGroups() {
    return aggregatedGroups;
  }

  /** {@code /apis/<group>}; empty when there is no such group. */
  public Optional<Document> group(String group) {
    return Optional.ofNullable(byGroup.get(group));
  }

  /** {@code /api/v1} or {@code /apis/<group>/<version>}; empty when it is not served. */
  public Optional<Document> version(GroupVersion version) {
    return Optional.ofNullable(byVersion.get(version));
  }
}
