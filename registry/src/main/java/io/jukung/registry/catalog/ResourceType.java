package io.jukung.registry.catalog;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resource as one group and version serves it.
 *
 * @param singular the name for one, such as {@code pod}
 * @param kind the kind of its objects
 * @param schema the type of its objects
 * @param verbs the API verbs it serves, without those of its subresources
 * @param subresources sorted by name
 * @param storage the group, version and resource whose form and key hold its objects: usually
 *     itself; events of both groups and both versions of horizontalpodautoscalers share one
 * @param keyPrefix where its objects lie in the store, such as {@code /registry/pods/}, as upstream
 *     lays them out; empty when nothing is stored (reviews)
 * @param storageVersionHash what discovery shows; empty when nothing is stored
 * @param returnsDeleted whether DELETE answers with the object when it is gone at once, and not
 *     with a {@code Status}
 */
public record ResourceType(
    GroupVersionResource resource,
    String singular,
    GroupVersionKind kind,
    TypeSchema schema,
    boolean namespaced,
    Set<String> verbs,
    List<String> shortNames,
    List<String> categories,
    List<Subresource> subresources,
    GroupVersionResource storage,
    String keyPrefix,
    String storageVersionHash,
    boolean returnsDeleted) {
  /** Copies the collections. */
  public ResourceType {
    verbs = Set.copyOf(verbs);
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    subresources = List.copyOf(subresources);
  }

  /** The subresource {@code name}. */
  public Optional<Subresource> subresource(String name) {
    return subresources.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** Whether objects of this type are kept in the store. */
  public boolean stored() {
    return !keyPrefix.isEmpty();
  }
}
