package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watches that start in history. */
public interface WatchResumeContract extends StoreFixture {
  @Test
  default void aWatchFromAnOldRevisionTellsAllSinceThen() {
    put("/a", "1"); // 2
    put("/b", "1"); // 3
    put("/a", "2"); // 4
    delete("/a"); // 5
    put("/a", "3"); // 6
    try (WatchRecorder watch = watch("/a", 2)) {
      put("/a", "4");
      assertThat(watch.awaitEvents(5))
          .containsExactly("2 /a=1", "4 /a=2 (was 1)", "5 /a- (was 2)", "6 /a=3", "7 /a=4 (was 3)");
    }
    try (WatchRecorder watch = watch("/a", 5)) {
      assertThat(watch.awaitEvents(3)).containsExactly("5 /a- (was 2)", "6 /a=3", "7 /a=4 (was 3)");
    }
  }

  @Test
  default void everyStartRevisionGivesTheTailOfTheSameStory() {
    List<String> story = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long revision = put("/k" + i % 7, "" + i);
      story.add(revision + " /k" + i % 7 + "=" + i);
    }
    for (int start = 2; start < 300; start += 37) {
      try (WatchRecorder watch = watch(new WatchRequest(KeyRange.ALL, start, false))) {
        assertThat(watch.awaitAllUpTo(301)).isEqualTo(story.subList(start - 2, story.size()));
      }
    }
  }

  @Test
  default void resumingDuringWritesMissesAndRepeatsNothing() {
    int writes = 2_000;
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < writes; i++) {
                    put("/k" + i % 3, "" + i);
                  }
                });
    List<String> heard = new ArrayList<>();
    long next = 2;
    while (next < writes + 2) {
      try (WatchRecorder watch = watch(new WatchRequest(KeyRange.ALL, next, false))) {
        List<String> part = watch.awaitEvents(Math.min(150, writes + 2 - (int) next));
        heard.addAll(part);
        next += part.size();
      }
    }
    join(writer);
    for (int i = 0; i < writes; i++) {
      assertThat(heard.get(i)).isEqualTo((i + 2) + " /k" + i % 3 + "=" + i);
    }
    assertThat(heard).hasSize(writes);
  }

  @Test
  default void aWatchLivesOnAcrossARestartWhenDataDoes() {
    put("/a", "1");
    put("/a", "2");
    put("/b", "1");
    delete("/a");
    reopen();
    if (!durable()) {
      assertThat(store().revision()).isEqualTo(1);
      return;
    }
    try (WatchRecorder watch = watch("/a", 3)) {
      put("/a", "3");
      assertThat(watch.awaitEvents(3)).containsExactly("3 /a=2 (was 1)", "5 /a- (was 2)", "6 /a=3");
    }
    try (WatchRecorder watch = watch("/", 0)) {
      put("/b", "2");
      assertThat(watch.awaitEvents(1)).containsExactly("7 /b=2 (was 1)");
    }
  }

  @Test
  default void largeHistoriesAreReadInPages() {
    Bytes value = Bytes.wrap(new byte[8_000]);
    for (int i = 0; i < 3_000; i++) {
      run(new Operation.Put(b("/k" + i % 100), value));
    }
    try (WatchRecorder watch = watch(new WatchRequest(KeyRange.prefix(b("/k7")), 2, false))) {
      assertThat(watch.awaitAllUpTo(3_001)).hasSize(330);
    }
  }

  /** Waits for a thread's end. */
  static void join(Thread thread) {
    try {
      assertThat(thread.join(java.time.Duration.ofSeconds(60))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
