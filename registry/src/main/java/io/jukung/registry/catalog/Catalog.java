package io.jukung.registry.catalog;

import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All built-in types, resources and groups. Immutable, safe for all threads; load it once and hand
 * it on.
 */
public final class Catalog {
  /** The class-path resource that the build step writes beside this class. */
  static final String RESOURCE = "catalog.bin.gz";

  private final Map<String, TypeSchema> types;
  private final Map<GroupVersionKind, TypeSchema> kinds;
  private final List<ApiGroup> groups;
  private final List<ResourceType> resources;
  private final Map<GroupVersionResource, ResourceType> byName;
  private final Map<GroupVersionKind, ResourceType> byKind;
  private final Set<GroupVersion> registered;

  Catalog(
      Map<String, TypeSchema> types,
      List<ApiGroup> groups,
      List<ResourceType> resources,
      Set<GroupVersion> registered) {
    this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    this.groups = List.copyOf(groups);
    this.resources = List.copyOf(resources);
    this.registered = Collections.unmodifiableSet(registered);
    this.kinds = LinkedHashMap.newLinkedHashMap(types.size());
    for (TypeSchema type : types.values()) {
      type.kinds().forEach(kind -> kinds.put(kind, type));
    }
    this.byName = LinkedHashMap.newLinkedHashMap(resources.size());
    this.byKind = LinkedHashMap.newLinkedHashMap(resources.size());
    for (ResourceType resource : resources) {
      byName.put(resource.resource(), resource);
      byKind.put(resource.kind(), resource);
    }
  }

  /**
   * Reads the catalog that the build made; takes tens of milliseconds.
   *
   * @throws UncheckedIOException when it is missing or damaged: the build is broken
   */
  public static Catalog load() {
    try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is not on the class path; build the registry module");
      }
      return CatalogReader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All types, sorted by name, those without fields (Quantity, Time...) included. */
  public Collection<TypeSchema> types() {
    return types.values();
  }

  /** The type that OpenAPI names {@code name}, such as {@code io.k8s.api.core.v1.Pod}. */
  public Optional<TypeSchema> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /**
   * The type of the body of {@code kind}: of resources, their lists and subresources, and of the
   * kinds that every version has, such as {@code DeleteOptions}. {@code Status} and its like are
   * kinds of {@code v1} only, {@code Table} and its like of {@code meta.k8s.io/v1}.
   */
  public Optional<TypeSchema> kind(GroupVersionKind kind) {
    return Optional.ofNullable(kinds.get(kind));
  }

  /** The groups in discovery order, the core group first. */
  public List<ApiGroup> groups() {
    return groups;
  }

  /** The resources in discovery order: by group, preferred version first, then by name. */
  public List<ResourceType> resources() {
    return resources;
  }

  /** The resource {@code resource}; empty when it is not served. */
  public Optional<ResourceType> resource(GroupVersionResource resource) {
    return Optional.ofNullable(byName.get(resource));
  }

  /** The resource whose objects are of {@code kind}; empty for lists and other kinds. */
  public Optional<ResourceType> resourceForKind(GroupVersionKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /**
   * All versions that upstream knows, those not served included, sorted: DeleteOptions and
   * WatchEvent are kinds of each.
   */
  public Set<GroupVersion> registered() {
    return registered;
  }
}
