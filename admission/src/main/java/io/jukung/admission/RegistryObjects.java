package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The registry's objects: from the read cache, and on a miss with a look at the newest state. */
final class RegistryObjects implements AdmissionObjects {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Function<GroupVersionResource, ResourceStore> stores;
  private final Function<GroupVersionResource, LongSupplier> changes;
  private final Map<GroupVersionResource, LongSupplier> lastChanges = new ConcurrentHashMap<>();

  /**
   * Reads from {@code stores}.
   *
   * @param changes finds what tells when a resource's objects last changed
   */
  RegistryObjects(
      Function<GroupVersionResource, ResourceStore> stores,
      Function<GroupVersionResource, LongSupplier> changes) {
    this.stores = stores;
    this.changes = changes;
  }

  @Override
  public long lastChange(GroupVersionResource resource) {
    return lastChanges.computeIfAbsent(resource, changes).getAsLong();
  }

  /** The store of a resource. */
  ResourceStore store(GroupVersionResource resource) {
    return stores.apply(resource);
  }

  @Override
  public Optional<JsonNode> find(GroupVersionResource resource, String namespace, String name) {
    ResourceStore store = stores.apply(resource);
    return get(store, namespace, name, "0").or(() -> get(store, namespace, name, ""));
  }

  @Override
  public Optional<JsonNode> newest(GroupVersionResource resource, String namespace, String name) {
    return get(stores.apply(resource), namespace, name, "");
  }

  private static Optional<JsonNode> get(
      ResourceStore store, String namespace, String name, String version) {
    try {
      return Optional.of(tree(store.get(namespace, name, version)));
    } catch (StatusException e) {
      if (e.code() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<JsonNode> list(GroupVersionResource resource, String namespace) {
    ListOptions all =
        new ListOptions(
            namespace, LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, 0, "", "0", "");
    List<JsonNode> objects = new ArrayList<>();
    try (ListResult result = stores.apply(resource).list(all)) {
      result.forEachRemaining(object -> objects.add(tree(object)));
    }
    return objects;
  }

  static JsonNode tree(StoredObject object) {
    try {
      return MAPPER.readTree(object.json().array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + object, e);
    }
  }
}
