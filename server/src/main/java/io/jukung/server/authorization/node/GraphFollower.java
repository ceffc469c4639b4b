package io.jukung.server.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WatchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link NodeGraph} in step with the registry. Started once; a watch that ends is begun
 * anew. Safe for all threads.
 */
final class GraphFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GraphFollower.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration POLL = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final WatchOptions ALL =
      new WatchOptions(
          "",
          LabelSelector.EVERYTHING,
          FieldSelector.EVERYTHING,
          "",
          "NotOlderThan",
          true,
          Optional.of(true));

  private final NodeGraph graph;
  private final Map<String, ResourceStore> stores;
  private final CountDownLatch loaded;
  private final List<Thread> threads = new ArrayList<>();

  /** Follows {@code stores}, by resource. */
  GraphFollower(NodeGraph graph, Map<String, ResourceStore> stores) {
    this.graph = graph;
    this.stores = Map.copyOf(stores);
    this.loaded = new CountDownLatch(stores.size());
  }

  /** Begins. */
  void start() {
    stores.forEach(
        (resource, store) ->
            threads.add(
                Thread.ofVirtual()
                    .name("node-graph-" + resource)
                    .start(() -> run(resource, store))));
  }

  /** Waits until everything that was there at the start is in the graph; false when it is not. */
  boolean awaitLoaded(Duration wait) {
    try {
      return loaded.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run(String resource, ResourceStore store) {
    boolean first = true;
    while (!Thread.currentThread().isInterrupted()) {
      try (ObjectWatch watch = store.watch(ALL)) {
        if (!first) {
          graph.untieAll(resource);
        }
        follow(resource, watch, first);
        first = false;
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (StatusException e) {
        LOG.debug("watch for the node graph failed, resource={}: {}", resource, e.text());
        pause();
      }
    }
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  private void follow(String resource, ObjectWatch watch, boolean first)
      throws InterruptedException {
    boolean counted = !first;
    while (true) {
      switch (watch.next(POLL).orElse(null)) {
        case null -> {}
        case ObjectEvent.Added(var object) -> put(resource, object);
        case ObjectEvent.Modified(var object) -> put(resource, object);
        case ObjectEvent.Deleted(var object) -> remove(resource, object);
        case ObjectEvent.Bookmark bookmark -> {
          if (bookmark.initialEnd() && !counted) {
            counted = true;
            loaded.countDown();
          }
        }
        case ObjectEvent.Ended _ -> {
          return;
        }
        case ObjectEvent.Failed _ -> {
          if (!counted) {
            loaded.countDown();
          }
          return;
        }
      }
    }
  }

  private void put(String resource, StoredObject stored) {
    JsonNode object = tree(stored);
    String source = NodeGraph.key(resource, stored.namespace(), stored.name());
    JsonNode spec = object.path("spec");
    if (resource.equals("persistentvolumes")) {
      JsonNode claim = spec.path("claimRef");
      graph.tieVolume(
          source,
          NodeGraph.key(
              "persistentvolumeclaims",
              claim.path("namespace").asText(""),
              claim.path("name").asText("")),
          NodeObjects.secretsOfVolume(object));
      return;
    }
    String node = spec.path("nodeName").asText("");
    if (node.isEmpty()) {
      graph.untie(source);
    } else {
      graph.tie(source, node, resource.equals("pods") ? NodeObjects.ofPod(object) : Set.of(source));
    }
  }

  private void remove(String resource, StoredObject object) {
    String source = NodeGraph.key(resource, object.namespace(), object.name());
    if (resource.equals("persistentvolumes")) {
      graph.untieVolume(source);
    } else {
      graph.untie(source);
    }
  }

  private static JsonNode tree(StoredObject object) {
    try {
      return MAPPER.readTree(object.json().array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + object, e);
    }
  }

  /** Stops following. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
