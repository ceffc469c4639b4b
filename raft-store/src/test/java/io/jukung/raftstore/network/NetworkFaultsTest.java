package io.jukung.raftstore.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.check.CallRecorder;
import io.jukung.storage.check.Story;
import io.jukung.storage.check.StoryTeller;
import io.jukung.storage.check.WatchLog;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * -Djukung.net.seeds=N} and {@code -Djukung.net.from=SEED} make more of it.
 */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(
    named = "user.name",
    matches = "root",
    disabledReason = "network namespaces need root")
class NetworkFaultsTest {
  private static final int MEMBERS = 3;
  private static final int CALLERS = 4;
  private static final int WATCHERS = 2;
  private static final List<Bytes> KEYS =
      List.of(Bytes.utf8("k0"), Bytes.utf8("k1"), Bytes.utf8("k2"), Bytes.utf8("k3"));

  @TempDir Path directory;

  private final List<Store> stores = new ArrayList<>();
  private final CallRecorder calls = new CallRecorder();
  private final Collection<WatchLog> logs = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  static LongStream seeds() {
    long from = Long.getLong("jukung.net.from", 1);
    return LongStream.range(from, from + Long.getLong("jukung.net.seeds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingAcknowledgedIsLost(long seed) throws IOException {
    try (Networks networks = new Networks(MEMBERS);
        Faults faults = new Faults(directory, networks, new Random(seed))) {
      faults.startAll();
      for (int i = 0; i < MEMBERS; i++) {
        String address = networks.address(i);
        Processes.await("a client of " + address, () -> opened(address));
      }
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        threads.add(thread(() -> call(new Random(31 * seed + caller), caller)));
      }
      for (int i = 0; i < WATCHERS; i++) {
        int watcher = i;
        threads.add(thread(() -> watch(new Random(37 * seed + watcher))));
      }
      faults.all(stores);
      over = true;
      threads.forEach(thread -> thread.orTimeout(60, TimeUnit.SECONDS).join());
      check(seed);
    } finally {
      over = true;
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

  private static CompletableFuture<Void> thread(Runnable body) {
    return CompletableFuture.runAsync(body, task -> Thread.ofPlatform().daemon().start(task));
  }

  private static void pause(Random random, int mostMs) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(mostMs)));
  }

  private void call(Random random, int caller) {
    OptionalLong seen = OptionalLong.of(0);
    for (int i = 0; !over; i++) {
      Store store = stores.get(random.nextInt(MEMBERS));
      Bytes key = KEYS.get(random.nextInt(KEYS.size()));
      String value = caller + "/" + i;
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> seen = calls.get(store, key);
        case 3, 4 -> calls.putIf(store, key, seen.orElse(0), value);
        case 5 -> calls.delete(store, key);
        default -> calls.put(store, key, value);
      }
      pause(random, 30);
    }
  }

  /** Watches from member to member, each time from where it stopped. */
  private void watch(Random random) {
    long next = 2;
    while (!over) {
      WatchLog log = new WatchLog(new WatchRequest(KeyRange.ALL, next, random.nextBoolean()));
      try (Watch watch = stores.get(random.nextInt(MEMBERS)).watch(log.request(), log)) {
        assertThat(watch).isNotNull();
        pause(random, 2_000);
      } catch (StoreException.Unavailable e) {
        pause(random, 20);
      }
      logs.add(log);
      next = log.through() + 1;
    }
  }

  private void check(long seed) {
    long last = 0;
    for (Store store : stores) {
      Processes.await("a member serves", () -> serves(store));
      last = Math.max(last, store.readBarrier());
    }
    List<KeyValue> state = List.of();
    for (int i = 0; i < MEMBERS; i++) {
      List<KeyValue> found =
          stores.get(i).range(new RangeRequest(KeyRange.ALL, last, 0, false)).items();
      assertThat(i == 0 ? found : state).as("seed %s member %s", seed, i).isEqualTo(found);
      state = found;
    }
    Story story = story(stores.getFirst(), last);
    assertThat(story.state(last, KeyRange.ALL)).isEqualTo(state);
    System.out.printf(
        "seed %d: %d answered, %d uncertain, %d revisions, %d watches%n",
        seed, calls.acknowledged(), calls.uncertain(), last, logs.size());
    assertThat(calls.violation(story)).as("seed %s", seed).isEmpty();
    for (WatchLog log : logs) {
      assertThat(log.violation(story, 0)).as("seed %s %s", seed, log.request()).isEmpty();
      assertThat(log.end().filter(StoreException.Compacted.class::isInstance)).isEmpty();
    }
    assertThat(calls.acknowledged()).isGreaterThan(100);
  }

  private static boolean serves(Store store) {
    try {
      return store.readBarrier() > 0;
    } catch (StoreException.Unavailable e) {
      return false;
    }
  }

  /** What happened, as a watch of everything tells. */
  private static Story story(Store store, long last) {
    StoryTeller teller = new StoryTeller(last);
    try (Watch watch = store.watch(new WatchRequest(KeyRange.ALL, 2, true), teller)) {
      assertThat(watch).isNotNull();
      return teller.story();
    }
  }
}
