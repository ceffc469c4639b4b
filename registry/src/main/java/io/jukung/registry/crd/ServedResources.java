package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All custom resources that are served at one moment. Immutable. */
public final class ServedResources {
  /** None. */
  public static final ServedResources NONE = new ServedResources(Map.of());

  private final Map<String, CustomResource> byName;
  private final Map<GroupVersionResource, ServedVersion> byResource = new HashMap<>();
  private final Map<GroupVersion, List<ResourceType>> byVersion = new HashMap<>();
  private final Map<GroupVersion, List<ServedVersion>> versions = new HashMap<>();
  private final List<ApiGroup> groups = new ArrayList<>();

  /**
   * Resources.
   *
   * @param resources by the name of their definition
   */
  ServedResources(Map<String, CustomResource> resources) {
    this.byName = Map.copyOf(resources);
    Map<String, Set<String>> found = new TreeMap<>();
    resources.values().stream()
        .sorted(Comparator.comparing(resource -> resource.definition().name()))
        .forEach(resource -> add(resource, found));
    found.forEach(
        (group, names) ->
            groups.add(new ApiGroup(group, names.stream().sorted(KubeVersions.ORDER).toList())));
  }

  private void add(CustomResource resource, Map<String, Set<String>> found) {
    resource
        .versions()
        .forEach(
            (name, version) -> {
              if (!version.version().served()) {
                return;
              }
              byResource.put(version.type().resource(), version);
              // Discovery waits for the last word; requests are answered from the first.
              if (resource.definition().is("Established")) {
                GroupVersion groupVersion = version.type().resource().groupVersion();
                found.computeIfAbsent(groupVersion.group(), g -> new LinkedHashSet<>()).add(name);
                byVersion
                    .computeIfAbsent(groupVersion, g -> new ArrayList<>())
                    .add(version.shown());
                versions.computeIfAbsent(groupVersion, g -> new ArrayList<>()).add(version);
              }
            });
  }

  Map<String, CustomResource> byName() {
    return byName;
  }

  /** The resource {@code resource}; empty when it is not served. */
  public Optional<ServedVersion> find(GroupVersionResource resource) {
    return Optional.ofNullable(byResource.get(resource));
  }

  /** All served versions of the resource that {@code resource} is one version of. */
  public List<ResourceType> versionsOf(GroupVersionResource resource) {
    String name = resource.groupResource();
    CustomResource found = byName.get(name);
    return found == null
        ? List.of()
        : found.versions().values().stream()
            .filter(version -> version.version().served())
            .map(ServedVersion::type)
            .toList();
  }

  /** The resource whose objects are of a kind; empty when it is not served. */
  public Optional<ResourceType> resourceForKind(GroupVersionKind kind) {
    return byResource.values().stream()
        .map(ServedVersion::type)
        .filter(type -> type.kind().equals(kind))
        .findFirst();
  }

  /**
   * An object of one version in the form of another one of the same resource; empty when they are
   * not served.
   *
   * @param object is not changed
   */
  public Optional<ObjectNode> convert(
      ObjectNode object, GroupVersionResource from, GroupVersionResource to) {
    ServedVersion target = byResource.get(to);
    return target == null || !from.groupResource().equals(to.groupResource())
        ? Optional.empty()
        : Optional.of(target.schema().converted(object));
  }

  /** The groups as discovery tells them, sorted by name. */
  public List<ApiGroup> groups() {
    return List.copyOf(groups);
  }

  /** The resources of a version as discovery tells them, sorted by name. */
  public List<ResourceType> resources(GroupVersion version) {
    return List.copyOf(byVersion.getOrDefault(version, List.of()));
  }

  /** The resources of a version, sorted by name. */
  public List<ServedVersion> versions(GroupVersion version) {
    return List.copyOf(versions.getOrDefault(version, List.of()));
  }
}
