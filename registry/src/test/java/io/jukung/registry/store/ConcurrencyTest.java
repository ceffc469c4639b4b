package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.all;
import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.delete;
import static io.jukung.registry.store.RegistryFixture.items;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.next;
import static io.jukung.registry.store.RegistryFixture.since;
import static io.jukung.registry.store.RegistryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many writers and watchers at once: nothing lost, nothing twice, nothing out of order. */
class ConcurrencyTest {
  private static final int WRITERS = 8;
  private static final int WATCHERS = 6;
  private static final int STEPS = 150;
  private static final int NAMES = 12;
  private static final String LAST = "last";

  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore store = fixture.configMaps();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void watchersSeeEveryRevisionOnceAndInOrder(long seed) throws Exception {
    ConcurrentSkipListSet<Long> written = new ConcurrentSkipListSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        fixture) {
      List<Future<List<Long>>> watchers = new ArrayList<>();
      for (int i = 0; i < WATCHERS; i++) {
        watchers.add(threads.submit(this::watchUntilTheLast));
      }
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(seed * 1000 + i);
        writers.add(threads.submit(() -> write(random, written)));
      }
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      written.add(make(store, "a", configMap(LAST)).revision());
      for (Future<List<Long>> watcher : watchers) {
        assertThat(watcher.get(60, TimeUnit.SECONDS)).containsExactlyElementsOf(written);
      }
    }
  }

  private List<Long> watchUntilTheLast() {
    List<Long> seen = new ArrayList<>();
    SortedMap<String, StoredObject> state = new TreeMap<>();
    try (ObjectWatch watch = store.watch(since("a", "1"))) {
      while (!state.containsKey(LAST)) {
        switch (next(watch)) {
          case ObjectEvent.Added(StoredObject object) -> {
            assertThat(state.put(object.name(), object)).isNull();
            seen.add(object.revision());
          }
          case ObjectEvent.Modified(StoredObject object) -> {
            assertThat(state.put(object.name(), object)).isNotNull();
            seen.add(object.revision());
          }
          case ObjectEvent.Deleted(StoredObject object) -> {
            assertThat(state.remove(object.name())).isNotNull();
            seen.add(object.revision());
          }
          case ObjectEvent.Bookmark _ -> {}
          case ObjectEvent.Ended _ -> throw new AssertionError("the resource was not dropped");
          case ObjectEvent.Failed failed -> throw new AssertionError(failed.cause().text());
        }
      }
    }
    assertThat(items(store.list(all("a")))).containsExactlyElementsOf(state.values());
    return seen;
  }

  private void write(Random random, ConcurrentSkipListSet<Long> written) {
    for (int i = 0; i < STEPS; i++) {
      String name = "n" + random.nextInt(NAMES);
      try {
        switch (random.nextInt(3)) {
          case 0 -> written.add(make(store, "a", configMap(name)).revision());
          case 1 -> written.add(delete(store, "a", name).object().revision());
          default -> written.add(increment(name).revision());
        }
      } catch (StatusException e) {
        assertThat(e.code()).as(e.text()).isIn(404, 409);
      }
    }
  }

  private StoredObject increment(String name) {
    return store
        .update(
            RequestContext.server(),
            "a",
            name,
            current -> {
              ObjectNode object = current.orElseThrow();
              ObjectNode data = object.withObject("/data");
              data.put("n", Integer.toString(data.path("n").asInt(0) + 1));
              return object;
            },
            WriteOptions.DEFAULT)
        .object();
  }

  @Test
  void noIncrementIsLost() throws Exception {
    make(store, "a", configMap("counter"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        fixture) {
      Callable<Boolean> work =
          () -> {
            for (int i = 0; i < 50; i++) {
              increment("counter");
            }
            return true;
          };
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        running.add(threads.submit(work));
      }
      for (Future<Boolean> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
      assertThat(tree(store.get("a", "counter", "")).at("/data/n").asInt()).isEqualTo(400);
    }
  }
}
