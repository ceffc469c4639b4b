package io.jukung.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.storage.Store;
import io.jukung.storage.memory.InMemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A registry over an in-memory store, with a clock that stands still. */
final class RegistryFixture implements AutoCloseable {
  static final Catalog CATALOG = Catalog.load();
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  final Store store;
  Registry registry;
  private final RegistryConfig config;

  RegistryFixture() {
    this(RegistryConfig.DEFAULT, InMemoryStore.open());
  }

  RegistryFixture(RegistryConfig config, Store store) {
    this.store = store;
    this.config = config;
    this.registry = open();
  }

  private Registry open() {
    Registry made = new Registry(CATALOG, store, config, now::get, new Random(7));
    made.start();
    return made;
  }

  /** Another registry over the same store, as after a restart. */
  void restart() {
    registry.close();
    registry = open();
  }

  ResourceStore of(String group, String version, String resource) {
    return registry.store(
        CATALOG.resource(new GroupVersionResource(group, version, resource)).orElseThrow());
  }

  ResourceStore configMaps() {
    return of("", "v1", "configmaps");
  }

  ResourceStore pods() {
    return of("", "v1", "pods");
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode tree(StoredObject object) {
    try {
      return JSON.readTree(object.json().array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode configMap(String name) {
    return json(
        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'},'data':{}}");
  }

  static StoredObject make(ResourceStore store, String namespace, ObjectNode object) {
    return store.create(RequestContext.server(), namespace, object, WriteOptions.DEFAULT);
  }

  static UpdateResult put(ResourceStore store, String namespace, ObjectNode object) {
    return store.update(
        RequestContext.server(),
        namespace,
        object.path("metadata").path("name").asText(),
        ObjectUpdate.replaceWith(object),
        WriteOptions.DEFAULT);
  }

  static DeleteResult delete(ResourceStore store, String namespace, String name) {
    return store.delete(RequestContext.server(), namespace, name, DeleteOptions.DEFAULT);
  }

  static ListOptions all(String namespace) {
    return new ListOptions(
        namespace, LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, 0, "", "", "");
  }

  static WatchOptions since(String namespace, String resourceVersion) {
    return new WatchOptions(
        namespace,
        LabelSelector.EVERYTHING,
        FieldSelector.EVERYTHING,
        resourceVersion,
        "",
        false,
        Optional.empty());
  }

  static List<StoredObject> items(ListResult list) {
    List<StoredObject> items = new ArrayList<>();
    list.forEachRemaining(items::add);
    list.close();
    return items;
  }

  static List<String> names(ListResult list) {
    return items(list).stream().map(StoredObject::name).toList();
  }

  /** The next event, or a failure when none comes in time. */
  static ObjectEvent next(ObjectWatch watch) {
    try {
      return watch
          .next(PATIENCE)
          .orElseThrow(() -> new AssertionError("no event came within " + PATIENCE));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The event as {@code TYPE name@revision}. */
  static String show(ObjectEvent event) {
    return switch (event) {
      case ObjectEvent.Added e -> "ADDED " + show(e.object());
      case ObjectEvent.Modified e -> "MODIFIED " + show(e.object());
      case ObjectEvent.Deleted e -> "DELETED " + show(e.object());
      case ObjectEvent.Bookmark e ->
          "BOOKMARK @" + e.revision() + (e.initialEnd() ? " initial" : "");
      case ObjectEvent.Ended _ -> "ENDED";
      case ObjectEvent.Failed e -> "FAILED " + e.cause().code();
    };
  }

  private static String show(StoredObject object) {
    String inJson = tree(object).path("metadata").path("resourceVersion").asText();
    return object.name() + "@" + inJson;
  }

  @Override
  public void close() {
    registry.close();
    store.close();
  }
}
