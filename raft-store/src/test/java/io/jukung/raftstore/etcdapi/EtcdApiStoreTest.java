package io.jukung.raftstore.etcdapi;

import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.storage.Store;
import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import io.jukung.storage.TestClock;
import io.jukung.storage.etcd.EtcdLab;
import io.jukung.storage.etcd.EtcdTls;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract on the etcd backend over the etcd API over the embedded store. */
class EtcdApiStoreTest extends StoreContract {
  private final List<AutoCloseable> open = new ArrayList<>();

  @Override
  protected StoreLab newLab(Path directory) {
    return new Lab(directory);
  }

  @AfterEach
  void stopServing() throws Exception {
    store().close();
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
  }

  /** A store being served; opening it again is a client that comes back. */
  private final class Lab implements StoreLab {
    private final Path directory;
    private Optional<EtcdLab> clients = Optional.empty();

    Lab(Path directory) {
      this.directory = directory;
    }

    @Override
    public Store open(TestClock clock) {
      if (clients.isEmpty()) {
        RaftStore raft = RaftStore.open(config(directory, clock));
        open.add(raft);
        try {
          EtcdApi api = EtcdApi.start(raft, new EtcdApiConfig("127.0.0.1", 0, Optional.empty()));
          open.add(api);
          clients = Optional.of(new EtcdLab(List.of(URI.create(api.url())), EtcdTls.NONE, 8192));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return clients.get().open(clock);
    }

    @Override
    public boolean durable() {
      return true;
    }
  }

  static RaftStoreConfig config(Path directory, TestClock clock) {
    return new RaftStoreConfig(
        directory.resolve("data"),
        clock,
        Duration.ZERO,
        Duration.ofMillis(5),
        Duration.ofSeconds(60),
        0,
        16 << 20,
        new WatchHubConfig(64, 8 << 20, Duration.ofMillis(20)),
        RaftStoreConfig.Batches.DEFAULT,
        false,
        Optional.empty());
  }
}
