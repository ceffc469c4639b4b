package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.StoreException;
import io.jukung.storage.TestClock;
import io.jukung.storage.Txn;
import io.jukung.storage.watch.WatchHubConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;

/** What a store does by itself: purging the log, giving back history, compacting by age. */
@Timeout(120)
class UpkeepTest {
  @TempDir Path directory;

  @Test
  void compactedHistoryIsRemovedFromDisk() {
    int keys = 10;
    try (RaftStore store = RaftStore.open(config(InstantSource.system(), Duration.ZERO))) {
      for (int i = 0; i < 2_000; i++) {
        put(store, "/k" + i % keys, "" + i);
      }
      store.compact(store.revision() - 5);
    }
    // What the background had no time for is left to the next start, which must not block on it.
    try (RaftStore store = RaftStore.open(config(InstantSource.system(), Duration.ZERO))) {
      await(() -> !store.purging());
      assertThat(store.range(RangeRequest.of(KeyRange.ALL)).items()).hasSize(keys);
    }
    try (StateDb db = StateDb.open(directory.resolve("data").resolve("state"), 8 << 20)) {
      assertThat(entries(db, Family.CURRENT)).isEqualTo(keys);
      assertThat(entries(db, Family.EVENTS)).isEqualTo(6);
      assertThat(entries(db, Family.HISTORY)).isEqualTo(6);
    }
  }

  @Test
  void theDiskGetsBackWhatPurgedHistoryHeld() {
    try (RaftStore store = RaftStore.open(config(InstantSource.system(), Duration.ZERO))) {
      Random random = new Random(1);
      for (int i = 0; i < 160; i++) {
        byte[] large = new byte[512 << 10];
        random.nextBytes(large);
        put(store, "/k", new String(large, StandardCharsets.ISO_8859_1));
      }
      long full = store.inspection().progress().bytes();
      store.compact(store.revision());
      await(() -> store.inspection().progress().bytes() < full / 4);
    }
  }

  @Test
  void theLogIsPurgedOnceTheStateIsFlushed() {
    try (RaftStore store = RaftStore.open(config(InstantSource.system(), Duration.ZERO))) {
      for (int i = 0; i < 160; i++) {
        put(store, "/k" + i % 10, "v".repeat(512 << 10));
      }
      int written = 80 << 20;
      await(
          () -> {
            put(store, "/more", "v".repeat(64 << 10));
            long kept =
                Images.segments(directory.resolve("data"), "log_").stream()
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            return kept < written / 2;
          });
    }
    try (RaftStore store = RaftStore.open(config(InstantSource.system(), Duration.ZERO))) {
      assertThat(store.count(KeyRange.prefix(Bytes.utf8("/k")), 0)).isEqualTo(10);
      assertThat(store.revision()).isGreaterThan(160);
    }
  }

  @Test
  void historyOlderThanTheAgeIsCompacted() {
    TestClock clock = new TestClock();
    Duration age = Duration.ofMinutes(5);
    try (RaftStore store = RaftStore.open(config(clock, Duration.ofMillis(80)))) {
      put(store, "/a", "1");
      long old = put(store, "/a", "2");
      await(
          () -> {
            clock.advance(Duration.ofMillis(20));
            return store.compactedRevision() == old;
          });
      assertThatThrownBy(() -> store.range(new RangeRequest(KeyRange.ALL, old - 1, 0, false)))
          .isInstanceOf(StoreException.Compacted.class);
    }
    assertThat(RaftStoreConfig.of(directory).compactionAge()).isEqualTo(age);
  }

  @Test
  void youngHistoryIsKept() {
    TestClock clock = new TestClock();
    try (RaftStore store = RaftStore.open(config(clock, Duration.ofMillis(80)))) {
      put(store, "/a", "1");
      long sampled = put(store, "/a", "2");
      await(
          () -> {
            clock.advance(Duration.ofMillis(20));
            return store.compactedRevision() == sampled;
          });
      // The clock stands still now, so nothing written from here on ever gets old.
      long young = put(store, "/a", "3");
      put(store, "/a", "4");
      assertThat(store.compactedRevision()).isLessThan(young);
      assertThat(store.range(new RangeRequest(KeyRange.ALL, young, 0, false)).items()).hasSize(1);
    }
  }

  private RaftStoreConfig config(InstantSource clock, Duration compactionAge) {
    return new RaftStoreConfig(
        directory.resolve("data"),
        clock,
        compactionAge,
        Duration.ofMillis(50),
        Duration.ofSeconds(60),
        0,
        8 << 20,
        WatchHubConfig.DEFAULT,
        RaftStoreConfig.Batches.DEFAULT,
        false,
        Optional.empty());
  }

  private static long put(RaftStore store, String key, String value) {
    return store
        .txn(
            new Txn(
                List.of(),
                List.of(new Operation.Put(Bytes.utf8(key), Bytes.utf8(value))),
                List.of()))
        .revision();
  }

  private static int entries(StateDb db, Family family) {
    int count = 0;
    try (RocksIterator iterator = db.iterator(family)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        count++;
      }
    }
    return count;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
