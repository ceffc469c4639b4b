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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Callers and watchers that go from member to member of a group as a seed says, what they saw, and
 * whether it was right: calls linearizable, watches whole, members alike.
 */
public final class Crowd {
  private static final List<Bytes> KEYS =
      List.of(Bytes.utf8("k0"), Bytes.utf8("k1"), Bytes.utf8("k2"), Bytes.utf8("k3"));

  /** How many there are, and how long each rests at most, in milliseconds. */
  public record Size(int callers, int watchers, int callRestMs, int watchRestMs) {}

  private final IntFunction<? extends Store> stores;
  private final int members;
  private final long seed;
  private final Size size;
  private final CallRecorder calls = new CallRecorder();
  private final Collection<WatchLog> logs = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> threads = new ArrayList<>();
  private volatile boolean over;

  /** A crowd that has not begun; {@code stores} gives a member's store as it is at the moment. */
  public Crowd(IntFunction<? extends Store> stores, int members, long seed, Size size) {
    this.stores = stores;
    this.members = members;
    this.seed = seed;
    this.size = size;
  }

  /** Lets all begin. */
  public void start() {
    for (int i = 0; i < size.callers; i++) {
      int caller = i;
      threads.add(thread(() -> call(new Random(31 * seed + caller), caller)));
    }
    for (int i = 0; i < size.watchers; i++) {
      int watcher = i;
      threads.add(thread(() -> watch(new Random(37 * seed + watcher))));
    }
  }

  /** Tells all to end. */
  public void stop() {
    over = true;
  }

  /** Tells all to end, and waits until they have. */
  public void end() {
    stop();
    threads.forEach(thread -> thread.orTimeout(60, TimeUnit.SECONDS).join());
  }

  /** What the watches saw. */
  public Collection<WatchLog> logs() {
    return logs;
  }

  /** Rests a random while. */
  public static void pause(Random random, int mostMs) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(mostMs)));
  }

  private static CompletableFuture<Void> thread(Runnable body) {
    return CompletableFuture.runAsync(body, task -> Thread.ofPlatform().daemon().start(task));
  }

  private void call(Random random, int caller) {
    OptionalLong seen = OptionalLong.of(0);
    for (int i = 0; !over; i++) {
      Store store = stores.apply(random.nextInt(members));
      Bytes key = KEYS.get(random.nextInt(KEYS.size()));
      String value = caller + "/" + i;
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> seen = calls.get(store, key);
        case 3, 4 -> calls.putIf(store, key, seen.orElse(0), value);
        case 5 -> calls.delete(store, key);
        default -> calls.put(store, key, value);
      }
      pause(random, size.callRestMs);
    }
  }

  /** Watches from member to member, each time from where it stopped. */
  private void watch(Random random) {
    long next = 2;
    while (!over) {
      WatchLog log = new WatchLog(new WatchRequest(KeyRange.ALL, next, random.nextBoolean()));
      Store store = stores.apply(random.nextInt(members));
      try (Watch watch = store.watch(log.request(), log)) {
        assertThat(watch).isNotNull();
        pause(random, size.watchRestMs);
      } catch (StoreException.Unavailable e) {
        pause(random, 20);
      }
      logs.add(log);
      next = log.through() + 1;
    }
  }

  /** Whether a member answers a consistent read. */
  public static boolean serves(Store store) {
    try {
      return store.readBarrier() > 0;
    } catch (StoreException.Unavailable e) {
      return false;
    }
  }

  /**
   * Looks at everything, with all members well again.
   *
   * @param last the newest revision
   * @param answered more calls than this have to be answered
   */
  public void check(long last, int answered) {
    List<KeyValue> state = List.of();
    for (int i = 0; i < members; i++) {
      List<KeyValue> found =
          stores.apply(i).range(new RangeRequest(KeyRange.ALL, last, 0, false)).items();
      assertThat(i == 0 ? found : state).as("seed %s member %s", seed, i).isEqualTo(found);
      state = found;
    }
    Story story = story(stores.apply(0), last);
    assertThat(story.state(last, KeyRange.ALL)).isEqualTo(state);
    System.out.printf(
        "seed %d: %d answered, %d uncertain, %d revisions, %d watches%n",
        seed, calls.acknowledged(), calls.uncertain(), last, logs.size());
    assertThat(calls.violation(story)).as("seed %s", seed).isEmpty();
    for (WatchLog log : logs) {
      assertThat(log.violation(story, 0)).as("seed %s %s", seed, log.request()).isEmpty();
    }
    assertThat(calls.acknowledged()).isGreaterThan(answered);
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
