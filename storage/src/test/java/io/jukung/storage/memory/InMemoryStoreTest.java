package io.jukung.storage.memory;

import io.jukung.storage.Store;
import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import io.jukung.storage.TestClock;
import io.jukung.storage.watch.WatchHubConfig;
import java.nio.file.Path;
import java.time.Duration;

/** The contract on {@link InMemoryStore}, with the usual watch ring. */
class InMemoryStoreTest extends StoreContract {
  @Override
  protected StoreLab newLab(Path directory) {
    return lab(WatchHubConfig.DEFAULT.ringChanges());
  }

  static StoreLab lab(int ringChanges) {
    return new StoreLab() {
      @Override
      public Store open(TestClock clock) {
        WatchHubConfig watches = new WatchHubConfig(ringChanges, 8 << 20, Duration.ofMillis(20));
        return InMemoryStore.open(clock, watches, Duration.ofMillis(5));
      }

      @Override
      public boolean durable() {
        return false;
      }
    };
  }
}
