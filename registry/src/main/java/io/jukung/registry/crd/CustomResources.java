package io.jukung.registry.crd;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.Types;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WatchOptions;
import io.jukung.registry.table.TableConvertors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the stored definitions: keeps their status, publishes what they make the server serve,
 * and removes the instances of those that go. One thread, {@code custom-resources}, from {@link
 * #start} to {@link #close}; readers take {@link #current} from any thread.
 *
 * <p>All state is in the store. Several servers over one store do the same work; the first write
 * wins and the others find nothing left to do.
 */
public final class CustomResources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CustomResources.class);
  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final long FIRST_PASS_SECONDS = 30;

  private final Registry registry;
  private final ResourceStore store;
  private final CustomResourceFactory factory;
  private final DefinitionWriter writer;
  private final InstanceRemoval removal;
  private final Thread thread;
  private final CountDownLatch firstPass = new CountDownLatch(1);
  private volatile ServedResources current = ServedResources.NONE;
  private volatile boolean closed;
  // Touched by the thread only: the newest state of each definition, by name.
  private final Map<String, Definition> definitions = new TreeMap<>();

  /**
   * Not started.
   *
   * @param type that of {@code customresourcedefinitions}
   * @param types the built-in types
   * @param webhooks reaches those that convert objects
   */
  public CustomResources(
      Registry registry,
      ResourceType type,
      Types types,
      TableConvertors tables,
      ConversionWebhooks webhooks,
      InstantSource clock) {
    this.registry = registry;
    this.store = registry.store(type);
    this.factory = new CustomResourceFactory(registry, types, tables, webhooks, clock);
    this.writer = new DefinitionWriter(store, clock);
    this.removal = new InstanceRemoval(writer);
    this.thread = Thread.ofVirtual().name("custom-resources").unstarted(this::run);
  }

  /** What is served now. */
  public ServedResources current() {
    return current;
  }

  /**
   * Starts; returns when all definitions that are stored by now are served.
   *
   * @throws StatusException 504 when that takes half a minute
   */
  public void start() {
    thread.start();
    try {
      if (!firstPass.await(FIRST_PASS_SECONDS, TimeUnit.SECONDS)) {
        throw StatusException.timeout("custom resource definitions could not be read", 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (StatusException e) {
        LOG.warn("following definitions failed: {}", e.text());
      } catch (InterruptedException e) {
        return;
      }
      pause();
    }
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(PAUSE.toNanos());
  }

  private void follow() throws InterruptedException {
    WatchOptions options =
        new WatchOptions(
            "",
            LabelSelector.parse(""),
            FieldSelector.parse(""),
            "",
            "NotOlderThan",
            true,
            Optional.of(true));
    Set<String> seen = new HashSet<>();
    boolean initial = true;
    try (ObjectWatch watch = store.watch(options)) {
      while (!closed) {
        Optional<ObjectEvent> event = watch.next(WAIT);
        if (event.isEmpty()) {
          continue;
        }
        switch (event.get()) {
          case ObjectEvent.Added(var object) -> {
            seen.add(object.name());
            keep(object);
            if (!initial) {
              changed(object.name());
            }
          }
          case ObjectEvent.Modified(var object) -> {
            keep(object);
            changed(object.name());
          }
          case ObjectEvent.Deleted(var object) -> {
            definitions.remove(object.name());
            freed();
          }
          case ObjectEvent.Bookmark bookmark -> {
            if (bookmark.initialEnd()) {
              definitions.keySet().retainAll(seen);
              initial = false;
              publish();
              List.copyOf(definitions.keySet()).forEach(this::changed);
              firstPass.countDown();
            }
          }
          case ObjectEvent.Ended _ -> {
            return;
          }
          case ObjectEvent.Failed _ -> {
            return;
          }
        }
      }
    }
  }

  private void keep(StoredObject object) {
    definitions.put(object.name(), factory.definition(object.json()));
  }

  /** A definition that went may have held names that others want. */
  private void freed() {
    publish();
    for (Definition definition : List.copyOf(definitions.values())) {
      if (!definition.is("NamesAccepted")) {
        changed(definition.name());
      }
    }
  }

  private void changed(String name) {
    Definition definition = definitions.get(name);
    if (definition == null) {
      return;
    }
    publish();
    if (definition.deleting()) {
      removal.begin(definition, resource(definition));
      return;
    }
    if (definition.settled()) {
      return;
    }
    writer
        .updateStatus(definition, definitions.values(), this::servedBefore)
        .ifPresent(
            written -> {
              definitions.put(name, factory.definition(written.json()));
              publish();
              if (!definition.accepted().equals(definitionOf(name).accepted())) {
                freed();
              }
            });
  }

  private Definition definitionOf(String name) {
    return Optional.ofNullable(definitions.get(name))
        .orElseThrow(() -> new IllegalStateException("no definition " + name));
  }

  /** Serves a definition as it is about to be written: nobody sees it established too early. */
  private void servedBefore(io.jukung.storage.Bytes json) {
    Definition next = factory.definition(json);
    definitions.put(next.name(), next);
    publish();
  }

  private CustomResource resource(Definition definition) {
    CustomResource served = current.byName().get(definition.name());
    return served != null ? served : factory.resource(definition);
  }

  /** Makes what is served follow the definitions; what did not change keeps its stores. */
  private void publish() {
    ServedResources before = current;
    Map<String, CustomResource> resources = new HashMap<>();
    boolean same = true;
    for (Definition definition : definitions.values()) {
      if (!definition.servable()) {
        continue;
      }
      CustomResource known = before.byName().get(definition.name());
      boolean kept = known != null && known.definition().sameResource(definition);
      same &= kept;
      resources.put(
          definition.name(), known != null && kept ? known : factory.resource(definition));
    }
    if (same && resources.size() == before.byName().size()) {
      return;
    }
    current = new ServedResources(resources);
    retire(before, resources);
  }

  /** Ends the watches of what is gone or served anew. */
  private void retire(ServedResources before, Map<String, CustomResource> now) {
    before
        .byName()
        .forEach(
            (name, old) -> {
              @Nullable CustomResource next = now.get(name);
              if (next == null || !next.definition().sameStorage(old.definition())) {
                registry.dropCustom(old.storageType());
              }
            });
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    removal.close();
  }
}
