package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.delete;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.next;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.show;
import static io.jukung.registry.store.RegistryFixture.since;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches: where they start, what selectors make of changes, and how they end. */
class WatchTest {
  private static WatchOptions options(
      String labels, String version, boolean bookmarks, Optional<Boolean> initial) {
    return new WatchOptions(
        "a",
        LabelSelector.parse(labels),
        FieldSelector.EVERYTHING,
        version,
        initial.isPresent() ? "NotOlderThan" : "",
        bookmarks,
        initial);
  }

  private static ObjectNode labelled(String name, String color) {
    ObjectNode object = configMap(name);
    object.withObject("/metadata/labels").put("color", color);
    return object;
  }

  @Test
  void anObjectComesAndGoesWithItsLabels() {
    try (RegistryFixture fixture = new RegistryFixture()) {
      ResourceStore store = fixture.configMaps();
      try (ObjectWatch watch = store.watch(options("color=red", "1", false, Optional.empty()))) {
        make(store, "a", labelled("one", "blue"));
        long red = put(store, "a", labelled("one", "red")).object().revision();
        ObjectNode more = labelled("one", "red");
        more.withObject("/data").put("k", "v");
        long changed = put(store, "a", more).object().revision();
        long left = put(store, "a", labelled("one", "green")).object().revision();
        long back = put(store, "a", labelled("one", "red")).object().revision();
        long gone = delete(store, "a", "one").object().revision();
        assertThat(show(next(watch))).isEqualTo("ADDED one@" + red);
        assertThat(show(next(watch))).isEqualTo("MODIFIED one@" + changed);
        ObjectEvent leaving = next(watch);
        assertThat(show(leaving)).isEqualTo("DELETED one@" + left);
        assertThat(
                RegistryFixture.tree(((ObjectEvent.Deleted) leaving).object())
                    .at("/metadata/labels/color")
                    .asText())
            .as("the last state that was selected")
            .isEqualTo("red");
        assertThat(show(next(watch))).isEqualTo("ADDED one@" + back);
        assertThat(show(next(watch))).isEqualTo("DELETED one@" + gone);
      }
    }
  }

  @Test
  void initialEventsEndWithAMark() {
    try (RegistryFixture fixture = new RegistryFixture()) {
      ResourceStore store = fixture.configMaps();
      long one = make(store, "a", configMap("one")).revision();
      long two = make(store, "a", configMap("two")).revision();
      try (ObjectWatch watch = store.watch(options("", "", true, Optional.of(true)))) {
        assertThat(show(next(watch))).isEqualTo("ADDED one@" + one);
        assertThat(show(next(watch))).isEqualTo("ADDED two@" + two);
        assertThat(show(next(watch))).isEqualTo("BOOKMARK @" + two + " initial");
        long three = make(store, "a", configMap("three")).revision();
        assertThat(show(next(watch))).isEqualTo("ADDED three@" + three);
      }
      try (ObjectWatch legacy = store.watch(options("", "0", true, Optional.empty()))) {
        assertThat(show(next(legacy))).isEqualTo("ADDED one@" + one);
      }
      try (ObjectWatch onlyChanges = store.watch(options("", "", true, Optional.of(false)))) {
        long four = make(store, "a", configMap("four")).revision();
        assertThat(show(next(onlyChanges))).isEqualTo("ADDED four@" + four);
      }
    }
  }

  @Test
  void bookmarksTellHowFarAQuietWatchIs() {
    RegistryConfig often =
        new RegistryConfig(
            1 << 20, 1000, 1 << 20, Duration.ofMillis(1), Duration.ofSeconds(3), 1000, 1 << 20);
    try (RegistryFixture fixture = new RegistryFixture(often, InMemoryStore.open())) {
      ResourceStore store = fixture.configMaps();
      try (ObjectWatch watch = store.watch(options("", "1", true, Optional.empty()))) {
        long elsewhere =
            make(
                    fixture.of("", "v1", "secrets"),
                    "a",
                    RegistryFixture.json(
                        "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'s'},'type':'Opaque'}"))
                .revision();
        ObjectEvent event = next(watch);
        while (event instanceof ObjectEvent.Bookmark mark && mark.revision() < elsewhere) {
          event = next(watch);
        }
        assertThat(show(event)).isEqualTo("BOOKMARK @" + elsewhere);
      }
    }
  }

  @Test
  void aWatchResumesFromHistoryAfterARestart() {
    try (RegistryFixture fixture = new RegistryFixture()) {
      long one = make(fixture.configMaps(), "a", labelled("one", "red")).revision();
      long two = put(fixture.configMaps(), "a", labelled("one", "blue")).object().revision();
      long gone = delete(fixture.configMaps(), "a", "one").object().revision();
      fixture.restart();
      ResourceStore store = fixture.configMaps();
      try (ObjectWatch watch =
          store.watch(options("color=red", Long.toString(one - 1), false, Optional.empty()))) {
        assertThat(show(next(watch))).isEqualTo("ADDED one@" + one);
        assertThat(show(next(watch))).isEqualTo("DELETED one@" + two);
        long back = make(store, "a", labelled("one", "red")).revision();
        assertThat(show(next(watch))).isEqualTo("ADDED one@" + back);
      }
      try (ObjectWatch watch = store.watch(since("a", Long.toString(two)))) {
        assertThat(show(next(watch))).isEqualTo("DELETED one@" + gone);
      }
    }
  }

  @Test
  void compactedHistoryEndsTheWatch() {
    try (RegistryFixture fixture = new RegistryFixture()) {
      for (int i = 0; i < 5; i++) {
        make(fixture.configMaps(), "a", configMap("n" + i));
      }
      fixture.store.compact(fixture.store.revision());
      fixture.restart();
      try (ObjectWatch watch = fixture.configMaps().watch(since("a", "2"))) {
        assertThat(show(next(watch))).isEqualTo("FAILED 410");
      }
    }
  }

  /** A log of {@code events} changes, and {@code catchUp} of them waiting for a slow reader. */
  private static RegistryConfig small(int events, int catchUp) {
    return new RegistryConfig(
        1 << 20, events, 1 << 20, Duration.ofMinutes(1), Duration.ofSeconds(3), catchUp, 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void aSlowWatchMissesNothingThatIsKept(int catchUp) throws InterruptedException {
    try (RegistryFixture fixture = new RegistryFixture(small(10, catchUp), InMemoryStore.open())) {
      ResourceStore store = fixture.configMaps();
      make(store, "a", configMap("first"));
      try (ObjectWatch slow = store.watch(since("a", "1"));
          ObjectWatch slowFromState = store.watch(options("", "", true, Optional.of(true)));
          ObjectWatch fast = store.watch(since("a", "1"))) {
        assertThat(show(next(fast))).startsWith("ADDED first@");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          long made = make(store, "a", configMap("n" + i)).revision();
          sent.add("ADDED n" + i + "@" + made);
          assertThat(show(next(fast))).isEqualTo(sent.getLast());
        }
        assertThat(show(next(slow))).startsWith("ADDED first@");
        assertThat(show(next(slowFromState))).startsWith("ADDED first@");
        assertThat(show(next(slowFromState))).endsWith("initial");
        for (String event : sent) {
          assertThat(show(next(slow))).isEqualTo(event);
          assertThat(show(next(slowFromState))).isEqualTo(event);
        }
        assertThat(slow.next(Duration.ZERO)).isEmpty();
        long last = make(store, "a", configMap("last")).revision();
        assertThat(show(next(slow))).isEqualTo("ADDED last@" + last);
        assertThat(show(next(slowFromState))).isEqualTo("ADDED last@" + last);
      }
    }
  }

  @Test
  void aSlowWatchEndsWhenWhatItMissedIsCompacted() throws InterruptedException {
    try (RegistryFixture fixture = new RegistryFixture(small(10, 100), InMemoryStore.open())) {
      ResourceStore store = fixture.configMaps();
      try (ObjectWatch slow = store.watch(since("a", "1"));
          ObjectWatch fast = store.watch(since("a", "1"))) {
        for (int i = 0; i < 30; i++) {
          make(store, "a", configMap("n" + i));
          // Seen by one watch: the log has it, and has trimmed what the other did not read.
          assertThat(show(next(fast))).startsWith("ADDED n" + i + "@");
        }
        fixture.store.compact(fixture.store.revision());
        assertThat(show(next(slow))).isEqualTo("FAILED 410");
        assertThat(slow.next(Duration.ZERO)).isEmpty();
      }
    }
  }

  @Test
  void changesOfOneRevisionAreNeitherLostNorToldTwice() {
    try (RegistryFixture fixture = new RegistryFixture(small(4, 3), InMemoryStore.open())) {
      ResourceStore store = fixture.configMaps();
      for (int i = 0; i < 6; i++) {
        make(store, "a", configMap("n" + i));
      }
      try (ObjectWatch slow = store.watch(since("a", Long.toString(fixture.store.revision())))) {
        List<Operation> deletes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          deletes.add(new Operation.Delete(Bytes.utf8("/registry/configmaps/a/n" + i)));
        }
        long gone = fixture.store.txn(new Txn(List.of(), deletes, List.of())).revision();
        assertThat(show(next(slow))).isEqualTo("DELETED n0@" + gone);
        make(store, "a", configMap("more"));
        for (int i = 1; i < 6; i++) {
          assertThat(show(next(slow))).isEqualTo("DELETED n" + i + "@" + gone);
        }
        assertThat(show(next(slow))).startsWith("ADDED more@");
      }
    }
  }

  @Test
  void closingTheRegistryEndsWatches() {
    try (RegistryFixture fixture = new RegistryFixture()) {
      try (ObjectWatch watch = fixture.configMaps().watch(since("a", "1"))) {
        fixture.registry.close();
        assertThat(show(next(watch))).isEqualTo("FAILED 503");
      }
    }
  }
}
