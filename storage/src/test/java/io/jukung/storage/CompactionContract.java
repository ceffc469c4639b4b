package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Giving up history. */
public interface CompactionContract extends StoreFixture {
  @Test
  default void theStateAtACompactedRevisionStaysAndOlderOnesGo() {
    put("/a", "1"); // 2
    put("/a", "2"); // 3
    put("/b", "1"); // 4
    delete("/b"); // 5
    put("/a", "3"); // 6
    store().compact(4);
    assertThat(store().compactedRevision()).isEqualTo(4);
    assertThat(store().revision()).isEqualTo(6);
    for (long gone = 1; gone < 4; gone++) {
      long revision = gone;
      assertThatThrownBy(() -> list("/", revision))
          .isInstanceOfSatisfying(
              StoreException.Compacted.class, e -> assertThat(e.compactedRevision()).isEqualTo(4));
      assertThatThrownBy(() -> store().count(KeyRange.ALL, revision))
          .isInstanceOf(StoreException.Compacted.class);
    }
    assertThat(list("/", 4)).containsExactly("/a=2", "/b=1");
    assertThat(list("/", 5)).containsExactly("/a=2");
    assertThat(list("/", 6)).containsExactly("/a=3");
    assertThat(list("/", 0)).containsExactly("/a=3");
  }

  @Test
  default void compactingNeverGoesBackOrIntoTheFuture() {
    put("/a", "1");
    put("/a", "2");
    store().compact(2);
    assertThatThrownBy(() -> store().compact(2)).isInstanceOf(StoreException.Compacted.class);
    assertThatThrownBy(() -> store().compact(1)).isInstanceOf(StoreException.Compacted.class);
    assertThatThrownBy(() -> store().compact(0)).isInstanceOf(StoreException.Compacted.class);
    assertThatThrownBy(() -> store().compact(4)).isInstanceOf(StoreException.FutureRevision.class);
    assertThat(store().compactedRevision()).isEqualTo(2);
    assertThat(list("/", 0)).containsExactly("/a=2");
  }

  @Test
  default void compactingAtTheNewestRevisionKeepsWhatIsAlive() {
    put("/a", "1");
    put("/b", "1");
    delete("/a");
    store().compact(store().revision());
    assertThat(list("/", 0)).containsExactly("/b=1");
    assertThat(list("/", 4)).containsExactly("/b=1");
    assertThat(store().get(b("/b"))).contains(new KeyValue(b("/b"), b("1"), 3, 3, 1, 0));
    put("/a", "again");
    assertThat(list("/", 4)).containsExactly("/b=1");
    assertThat(list("/", 5)).containsExactly("/a=again", "/b=1");
  }

  @Test
  default void aWatchFromBeforeTheCompactionEnds() {
    put("/a", "1");
    put("/a", "2");
    put("/a", "3");
    store().compact(3);
    WatchRecorder gone = watch("/", 2);
    assertThat(gone.awaitEnd())
        .isInstanceOfSatisfying(
            StoreException.Compacted.class, e -> assertThat(e.compactedRevision()).isEqualTo(3));
    assertThat(gone.batches()).isEmpty();
    try (WatchRecorder kept = watch(new WatchRequest(KeyRange.ALL, 3, false))) {
      assertThat(kept.awaitEvents(2)).containsExactly("3 /a=2", "4 /a=3");
    }
  }

  @Test
  default void aDeleteAtTheCompactedRevisionIsStillTold() {
    put("/a", "1");
    delete("/a");
    put("/b", "1");
    store().compact(3);
    try (WatchRecorder kept = watch(new WatchRequest(KeyRange.ALL, 3, false))) {
      assertThat(kept.awaitEvents(2)).containsExactly("3 /a-", "4 /b=1");
    }
  }

  @Test
  default void aRunningWatchLivesThroughCompactions() {
    try (WatchRecorder watch = watch(new WatchRequest(KeyRange.ALL, 0, false))) {
      for (int i = 0; i < 200; i++) {
        long revision = put("/a", "" + i);
        if (i % 10 == 9) {
          watch.awaitEvents(i + 1);
          store().compact(revision);
        }
      }
      assertThat(watch.awaitEvents(200)).hasSize(200).last().isEqualTo("201 /a=199");
    }
  }
}
