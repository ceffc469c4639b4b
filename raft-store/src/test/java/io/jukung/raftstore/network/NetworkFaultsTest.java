package io.jukung.raftstore.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.raftstore.Crowd;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.etcd.EtcdStore;
import io.jukung.storage.etcd.EtcdStoreConfig;
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
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three members, each a process in a network namespace of its own, under load through etcd's API
 * while everything that can happen to a machine happens to them, in an order by seed: no write
 * acknowledged is lost, no consistent read is stale, watches go on where they were. {@code
 * -Djukung.net.seeds=N}, {@code -Djukung.net.from=SEED} and {@code -Djukung.net.slowSeconds=S} make
 * more of it, {@code -Djukung.net.only=WORDS} less.
 */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(
    named = "user.name",
    matches = "root",
    disabledReason = "network namespaces need root")
class NetworkFaultsTest {
  private static final int MEMBERS = 3;
  private static final Crowd.Size SIZE = new Crowd.Size(4, 2, 30, 2_000);

  @TempDir Path directory;

  private final List<Store> stores = new ArrayList<>();

  static LongStream seeds() {
    long from = Long.getLong("jukung.net.from", 1);
    return LongStream.range(from, from + Long.getLong("jukung.net.seeds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingAcknowledgedIsLost(long seed) throws IOException {
    Crowd crowd = new Crowd(stores::get, MEMBERS, seed, SIZE);
    try (Networks networks = new Networks(MEMBERS);
        Faults faults = new Faults(directory, networks, new Random(seed))) {
      faults.startAll();
      for (int i = 0; i < MEMBERS; i++) {
        String address = networks.address(i);
        Processes.await("a client of " + address, () -> opened(address));
      }
      crowd.start();
      faults.all(stores);
      crowd.end();
      crowd.check(last(), 100);
      assertThat(crowd.logs())
          .noneMatch(
              log -> log.end().filter(StoreException.Compacted.class::isInstance).isPresent());
    } finally {
      crowd.stop();
      stores.forEach(Store::close);
    }
  }

  private boolean opened(String address) {
    try {
      return stores.add(client(address));
    } catch (StoreException.Unavailable e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Store client(String address) throws IOException {
    return EtcdStore.open(
        new EtcdStoreConfig(
            List.of(URI.create("http://" + address + ":" + StoreProcess.API_PORT)),
            EtcdTls.NONE,
            Optional.empty(),
            Duration.ofSeconds(5),
            WatchHubConfig.DEFAULT,
            Duration.ZERO));
  }

  /** The newest revision, once all serve. */
  private long last() {
    long last = 0;
    for (Store store : stores) {
      Processes.await("a member serves", () -> Crowd.serves(store));
      last = Math.max(last, store.readBarrier());
    }
    return last;
  }
}
