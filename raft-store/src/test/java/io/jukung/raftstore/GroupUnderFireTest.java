package io.jukung.raftstore;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three real members over real connections, in real time, while a seed cuts connections, loses
 * messages and restarts members: calls stay linearizable and watches whole. {@code
 * -Djukung.fire.seeds=N}, {@code -Djukung.fire.from=SEED} and {@code -Djukung.fire.seconds=S} make
 * more of it. A seed says what is done and when; how threads meet it is up to the machine.
 */
@Timeout(600)
class GroupUnderFireTest {
  private static final int MEMBERS = 3;
  private static final int CALLERS = 6;
  private static final int WATCHERS = 3;
  private static final List<Bytes> KEYS =
      List.of(Bytes.utf8("k0"), Bytes.utf8("k1"), Bytes.utf8("k2"), Bytes.utf8("k3"));

  @TempDir Path directory;

  private final AtomicReferenceArray<RaftStore> stores = new AtomicReferenceArray<>(MEMBERS);
  private final CallRecorder calls = new CallRecorder();
  private final Collection<WatchLog> logs = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  static LongStream seeds() {
    long from = Long.getLong("jukung.fire.from", 1);
    return LongStream.range(from, from + Long.getLong("jukung.fire.seeds", 6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void callsStayLinearizableAndWatchesWhole(long seed) {
    long lengthNs = TimeUnit.SECONDS.toNanos(Long.getLong("jukung.fire.seconds", 10));
    try (Cluster cluster =
        new Cluster(directory, InstantSource.system(), MEMBERS, 64, Duration.ofSeconds(3))) {
      cluster.keptEntries(20);
      cluster.openAll();
      for (int i = 0; i < MEMBERS; i++) {
        stores.set(i, cluster.member(i));
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
      fire(cluster, new Random(seed), System.nanoTime() + lengthNs);
      over = true;
      threads.forEach(thread -> thread.orTimeout(60, TimeUnit.SECONDS).join());
      check(cluster, seed);
    }
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
      pause(random, 20);
    }
  }

  /** Watches from member to member, each time from where it stopped. */
  private void watch(Random random) {
    long next = 2;
    while (!over) {
      WatchLog log = new WatchLog(new WatchRequest(KeyRange.ALL, next, random.nextBoolean()));
      Store store = stores.get(random.nextInt(MEMBERS));
      try (Watch watch = store.watch(log.request(), log)) {
        assertThat(watch).isNotNull();
        pause(random, 700);
      } catch (StoreException.Unavailable e) {
        pause(random, 20);
      }
      logs.add(log);
      next = log.through() + 1;
    }
  }

  /** What goes wrong, by chance, until the time is over; then everything is well again. */
  private void fire(Cluster cluster, Random random, long untilNs) {
    while (System.nanoTime() - untilNs < 0) {
      int victim = random.nextInt(MEMBERS);
      switch (random.nextInt(6)) {
        case 0 -> cluster.cuts.isolate(Cluster.name(cluster.leader()));
        case 1 -> cluster.cuts.isolate(Cluster.name(victim));
        case 2 -> cluster.cuts.cut(Cluster.name(victim), Cluster.name((victim + 1) % MEMBERS));
        case 3 -> cluster.cuts.lose(1 + random.nextInt(100));
        default -> {
          cluster.close(victim);
          pause(random, 500);
          stores.set(victim, cluster.open(victim));
        }
      }
      pause(random, 1_500);
      cluster.cuts.heal();
      pause(random, 2_000);
    }
  }

  private void check(Cluster cluster, long seed) {
    long last = 0;
    for (int i = 0; i < MEMBERS; i++) {
      RaftStore store = stores.get(i);
      Cluster.await(() -> serves(store));
      last = Math.max(last, store.revision());
    }
    List<KeyValue> state = List.of();
    for (int i = 0; i < MEMBERS; i++) {
      List<KeyValue> found =
          cluster.member(i).range(new RangeRequest(KeyRange.ALL, last, 0, false)).items();
      assertThat(i == 0 ? found : state).as("seed %s member %s", seed, i).isEqualTo(found);
      state = found;
    }
    Story story = story(cluster.member(0), last);
    assertThat(story.state(last, KeyRange.ALL)).isEqualTo(state);
    System.out.printf(
        "seed %d: %d answered, %d uncertain, %d revisions, %d watches%n",
        seed, calls.acknowledged(), calls.uncertain(), last, logs.size());
    assertThat(calls.violation(story)).as("seed %s", seed).isEmpty();
    for (WatchLog log : logs) {
      assertThat(log.violation(story, 0)).as("seed %s %s", seed, log.request()).isEmpty();
    }
    assertThat(calls.acknowledged()).isGreaterThan(20);
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
