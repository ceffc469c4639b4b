package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.Strategy;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Store;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What reading and writing one resource need: its rules, its keys, the store and the cache. */
final class ResourceAccess {
  final ResourceType type;
  final TypeSchema storedSchema;
  final Strategy strategy;
  final Store store;
  final ReadCache readCache;
  final ResourceCache cache;
  final ObjectCodec codec;
  final RegistryConfig config;
  final UnaryOperator<CacheEntry> seen;

  /**
   * What one resource needs.
   *
   * @param seen the entry with the labels and fields that selectors of the version ask for
   */
  ResourceAccess(
      ResourceType type,
      TypeSchema storedSchema,
      Strategy strategy,
      Store store,
      ReadCache readCache,
      ResourceCache cache,
      ObjectCodec codec,
      RegistryConfig config,
      UnaryOperator<CacheEntry> seen) {
    this.type = type;
    this.storedSchema = storedSchema;
    this.strategy = strategy;
    this.store = store;
    this.readCache = readCache;
    this.cache = cache;
    this.codec = codec;
    this.config = config;
    this.seen = seen;
  }

  /** Where an object lies in the store. */
  Bytes key(String namespace, String name) {
    return Bytes.utf8(
        type.namespaced() ? type.keyPrefix() + namespace + "/" + name : type.keyPrefix() + name);
  }

  /** What the keys of a namespace start with; of all when {@code namespace} is empty. */
  Bytes prefix(String namespace) {
    return namespace.isEmpty() || !type.namespaced()
        ? cache.prefix()
        : Bytes.utf8(type.keyPrefix() + namespace + "/");
  }

  /** Makes sure that the cache has all that was acknowledged before; returns that revision. */
  long refresh(String verb) {
    long revision = StoreErrors.call(type.resource(), verb, store::readBarrier);
    awaitRevision(revision, verb);
    return revision;
  }

  /** Waits until the cache has {@code revision}. */
  void awaitRevision(long revision, String verb) {
    boolean here =
        StoreErrors.call(
            type.resource(),
            verb,
            () -> readCache.awaitApplied(revision, config.freshnessTimeout()));
    if (!here) {
      throw ResourceVersions.tooLarge(revision, readCache.applied());
    }
  }

  /** Whether the event log holds every change from {@code place} on. */
  boolean logReaches(WatchPlace place) {
    return place.known() >= Math.max(readCache.trimmed(), cache.loaded());
  }

  /** The newest stored state known in this process, which may lag behind other writers. */
  Optional<KeyValue> local(Bytes key, String verb) {
    return StoreErrors.call(type.resource(), verb, () -> store.get(key));
  }

  /** The newest stored state. */
  Optional<KeyValue> fresh(Bytes key, String verb) {
    return StoreErrors.call(
        type.resource(),
        verb,
        () -> {
          store.readBarrier();
          return store.get(key);
        });
  }

  /**
   * The kind an object says it is of: a custom one is told of by that, even when it is wrong. The
   * group is that of the form it is stored in, which for events is another one.
   */
  GroupVersionKind kindOf(ObjectNode object) {
    String kind = object.path("kind").asText("");
    GroupVersionKind known = type.kind();
    return new GroupVersionKind(
        type.storage().group(), known.version(), kind.isEmpty() ? known.kind() : kind);
  }

  StatusException notFound(String name) {
    return StatusException.notFound(type.resource(), name);
  }
}
