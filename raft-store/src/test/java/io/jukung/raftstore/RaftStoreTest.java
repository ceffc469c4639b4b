package io.jukung.raftstore;

import io.jukung.storage.Store;
import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import io.jukung.storage.TestClock;
import io.jukung.storage.watch.WatchHubConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The contract on {@link RaftStore} with one member. */
class RaftStoreTest extends StoreContract {
  @Override
  protected StoreLab newLab(Path directory) {
    return lab(directory, WatchHubConfig.DEFAULT.ringChanges());
  }

  static StoreLab lab(Path directory, int ringChanges) {
    return new StoreLab() {
      @Override
      public Store open(TestClock clock) {
        return RaftStore.open(config(directory.resolve("data"), clock, ringChanges));
      }

      @Override
      public boolean durable() {
        return true;
      }
    };
  }

  static RaftStoreConfig config(Path dataDir, TestClock clock, int ringChanges) {
    return new RaftStoreConfig(
        dataDir,
        clock,
        Duration.ZERO,
        Duration.ofMillis(5),
        Duration.ofSeconds(60),
        0,
        16 << 20,
        new WatchHubConfig(ringChanges, 8 << 20, Duration.ofMillis(20)),
        RaftStoreConfig.Batches.DEFAULT,
        false,
        Optional.empty());
  }
}
