package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the objects that tokens depend on: in the read cache, and when it has none, with a look
 * that sees every acknowledged write. Safe for all threads.
 */
public final class TokenObjects {
  private final Function<String, ResourceStore> stores;
  private final Function<StoredObject, JsonNode> trees;

  /**
   * Looks into {@code stores}.
   *
   * @param stores the store of a resource of the core group, such as {@code pods}
   * @param trees reads an object's bytes
   */
  public TokenObjects(
      Function<String, ResourceStore> stores, Function<StoredObject, JsonNode> trees) {
    this.stores = stores;
    this.trees = trees;
  }

  /**
   * The object.
   *
   * @throws StatusException 404 when there is none
   */
  JsonNode get(String resource, String namespace, String name) {
    ResourceStore store = stores.apply(resource);
    try {
      return trees.apply(store.get(namespace, name, "0"));
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
      return newest(resource, namespace, name);
    }
  }

  /** The object as it is now; see {@link #get}. */
  JsonNode newest(String resource, String namespace, String name) {
    return trees.apply(stores.apply(resource).get(namespace, name, ""));
  }

  /** The object, if it is there and can be read. */
  Optional<JsonNode> find(String resource, String namespace, String name) {
    try {
      return Optional.of(get(resource, namespace, name));
    } catch (StatusException e) {
      return Optional.empty();
    }
  }

  /** The object as the read cache has it, if it does. */
  public Optional<JsonNode> cached(String resource, String namespace, String name) {
    try {
      return Optional.of(trees.apply(stores.apply(resource).get(namespace, name, "0")));
    } catch (StatusException e) {
      return Optional.empty();
    }
  }

  /** The store of a resource of the core group. */
  ResourceStore store(String resource) {
    return stores.apply(resource);
  }
}
