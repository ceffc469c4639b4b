package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Watches that run while changes happen. */
public interface WatchContract extends StoreFixture {
  @Test
  default void aWatchFromNowTellsOfLaterChangesInItsRange() {
    put("/a/1", "before");
    try (WatchRecorder watch = watch("/a/", 0)) {
      put("/a/1", "after");
      put("/b/1", "elsewhere");
      put("/a/2", "new");
      delete("/a/1");
      put("/a0", "elsewhere");
      assertThat(watch.awaitAllUpTo(7))
          .containsExactly("3 /a/1=after (was before)", "5 /a/2=new", "6 /a/1- (was after)");
    }
  }

  @Test
  default void oneRevisionComesInOneCallInTheOrderOfItsOperations() {
    put("/c", "0");
    try (WatchRecorder watch = watch("/", 0)) {
      run(
          new Operation.Put(b("/b"), b("1")),
          new Operation.Put(b("/a"), b("1")),
          new Operation.Put(b("other"), b("1")),
          new Operation.Delete(b("/c")));
      assertThat(watch.awaitAllUpTo(3)).containsExactly("3 /b=1", "3 /a=1", "3 /c- (was 0)");
      assertThat(watch.batches()).containsExactly(3);
    }
  }

  @Test
  default void previousValuesComeOnlyWhenAskedFor() {
    put("/a", "1");
    try (WatchRecorder with = watch(new WatchRequest(KeyRange.ALL, 2, true));
        WatchRecorder without = watch(new WatchRequest(KeyRange.ALL, 2, false))) {
      put("/a", "2");
      delete("/a");
      assertThat(with.awaitEvents(3)).containsExactly("2 /a=1", "3 /a=2 (was 1)", "4 /a- (was 2)");
      assertThat(without.awaitEvents(3)).containsExactly("2 /a=1", "3 /a=2", "4 /a-");
    }
  }

  @Test
  default void eventsCarryTheWholeKeyValue() {
    put("/a", "1");
    CompletableFuture<WatchEvent> first = new CompletableFuture<>();
    WatchListener listener =
        new WatchListener() {
          @Override
          public void onEvents(long revision, List<WatchEvent> events) {
            first.complete(events.getFirst());
          }

          @Override
          public void onProgress(long revision) {}

          @Override
          public void onEnd(StoreException cause) {
            first.completeExceptionally(cause);
          }
        };
    try (Watch watch = store().watch(new WatchRequest(KeyRange.ALL, 0, true), listener)) {
      assertThat(watch).isNotNull();
      put("/a", "2");
      WatchEvent event = first.orTimeout(20, TimeUnit.SECONDS).join();
      KeyValue previous = new KeyValue(b("/a"), b("1"), 2, 2, 1, 0);
      KeyValue current = new KeyValue(b("/a"), b("2"), 2, 3, 2, 0);
      assertThat(event).isEqualTo(new WatchEvent.Put(current, java.util.Optional.of(previous)));
    }
  }

  @Test
  default void progressComesOnRequestAndWhenIdle() {
    put("/other", "1");
    try (WatchRecorder watch = watch("/a", 0)) {
      watch.awaitAllUpTo(2);
      put("/other", "2");
      assertThat(watch.awaitProgress(3)).isEmpty();
    }
  }

  @Test
  default void aWatchFromTheFutureWaits() {
    try (WatchRecorder watch = watch("/", 5)) {
      put("/a", "2");
      put("/a", "3");
      put("/a", "4");
      put("/a", "5");
      put("/a", "6");
      assertThat(watch.awaitEvents(2)).containsExactly("5 /a=5 (was 4)", "6 /a=6 (was 5)");
    }
  }

  @Test
  default void aClosedWatchHearsNothingMore() {
    WatchRecorder watch = watch("/", 0);
    put("/a", "1");
    watch.awaitEvents(1);
    watch.close();
    watch.close();
    int calls = watch.calls();
    try (WatchRecorder other = watch("/", 0)) {
      put("/a", "2");
      other.awaitEvents(1);
      other.awaitAllUpTo(3);
    }
    store().close();
    assertThat(watch.calls()).isEqualTo(calls);
  }

  @Test
  default void closingTheStoreEndsItsWatches() {
    WatchRecorder watch = watch("/", 0);
    put("/a", "1");
    watch.awaitEvents(1);
    store().close();
    assertThat(watch.awaitEnd()).isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  default void aListenerMayCloseItsOwnWatch() {
    CompletableFuture<Watch> own = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    WatchListener once =
        new WatchListener() {
          @Override
          public void onEvents(long revision, List<WatchEvent> events) {
            calls.incrementAndGet();
            own.orTimeout(20, TimeUnit.SECONDS).join().close();
          }

          @Override
          public void onProgress(long revision) {}

          @Override
          public void onEnd(StoreException cause) {
            calls.addAndGet(100);
          }
        };
    own.complete(store().watch(new WatchRequest(KeyRange.ALL, 0, false), once));
    try (WatchRecorder other = watch("/", 0)) {
      put("/a", "1");
      put("/a", "2");
      other.awaitAllUpTo(3);
    }
    try (WatchRecorder other = watch("/", 2)) {
      other.awaitAllUpTo(3);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  default void aListenerThatThrowsHurtsNobodyElse() {
    WatchListener bad =
        new WatchListener() {
          @Override
          public void onEvents(long revision, List<WatchEvent> events) {
            throw new IllegalArgumentException("meant to happen in this test");
          }

          @Override
          public void onProgress(long revision) {}

          @Override
          public void onEnd(StoreException cause) {}
        };
    try (Watch broken = store().watch(new WatchRequest(KeyRange.ALL, 0, false), bad);
        WatchRecorder good = watch("/", 0)) {
      assertThat(broken).isNotNull();
      put("/a", "1");
      put("/a", "2");
      assertThat(good.awaitEvents(2)).hasSize(2);
    }
  }

  @Test
  default void manyWatchesHearTheSame() {
    List<WatchRecorder> watches =
        java.util.stream.IntStream.range(0, 50).mapToObj(i -> watch("/" + i % 5, 0)).toList();
    for (int i = 0; i < 100; i++) {
      put("/" + i % 5, "" + i);
    }
    for (int i = 0; i < watches.size(); i++) {
      try (WatchRecorder watch = watches.get(i)) {
        String key = " /" + i % 5 + "=";
        assertThat(watch.awaitAllUpTo(101)).hasSize(20).allMatch(event -> event.contains(key));
      }
    }
  }
}
