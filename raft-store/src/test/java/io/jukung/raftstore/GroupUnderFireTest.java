package io.jukung.raftstore;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
  private static final Crowd.Size SIZE = new Crowd.Size(6, 3, 20, 700);

  @TempDir Path directory;

  private final AtomicReferenceArray<RaftStore> stores = new AtomicReferenceArray<>(MEMBERS);

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
      cluster.awaitAll(); // One without an entry has no vote when it starts again.
      for (int i = 0; i < MEMBERS; i++) {
        stores.set(i, cluster.member(i));
      }
      Crowd crowd = new Crowd(stores::get, MEMBERS, seed, SIZE);
      crowd.start();
      fire(cluster, new Random(seed), System.nanoTime() + lengthNs);
      crowd.end();
      crowd.check(last(), 20);
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
          Crowd.pause(random, 500);
          stores.set(victim, cluster.open(victim));
        }
      }
      Crowd.pause(random, 1_500);
      cluster.cuts.heal();
      Crowd.pause(random, 2_000);
    }
  }

  /** The newest revision, once all serve. */
  private long last() {
    long last = 0;
    for (int i = 0; i < MEMBERS; i++) {
      RaftStore store = stores.get(i);
      Cluster.await(() -> Crowd.serves(store));
      last = Math.max(last, store.revision());
    }
    return last;
  }
}
