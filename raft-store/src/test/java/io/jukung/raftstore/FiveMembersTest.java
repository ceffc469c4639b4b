package io.jukung.raftstore;

import static io.jukung.raftstore.Cluster.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Five members: two may be lost, not three; three become five and three again. */
@Timeout(240)
class FiveMembersTest {
  private static final long SEED = 11;
  private static final Crowd.Size SIZE = new Crowd.Size(6, 3, 20, 700);

  @TempDir Path directory;

  private final AtomicReferenceArray<RaftStore> stores = new AtomicReferenceArray<>(5);
  private final Random random = new Random(SEED);

  @Test
  void fiveMembersServeWithoutTwoAndRefuseWithoutThree() {
    try (Cluster cluster = cluster(5)) {
      openInAnyOrder(cluster, 5);
      Crowd crowd = new Crowd(stores::get, 5, SEED, SIZE);
      crowd.start();
      Crowd.pause(random, 1_000);
      int first = cluster.leader();
      int second = (first + 1) % 5;
      int third = (first + 2) % 5;
      int left = (first + 3) % 5;
      cluster.cuts.isolate(Cluster.name(first));
      cluster.close(second);
      Cluster.await(() -> Crowd.serves(stores.get(left)));
      for (int i = 0; i < 50; i++) {
        write(stores.get(left));
      }
      assertThat(cluster.leader()).isNotIn(first, second);
      cluster.close(third);
      Cluster.await(() -> refusal(stores.get(left)).startsWith("no leader: can't reach"));
      assertThat(refusal(stores.get(left)))
          .contains(Cluster.name(first) + " (", Cluster.name(second) + " (", Cluster.name(third))
          .contains("Connection refused");
      stores.set(third, cluster.open(third));
      Cluster.await(() -> Crowd.serves(stores.get(left)));
      write(stores.get(third));
      cluster.cuts.heal();
      stores.set(second, cluster.open(second));
      Crowd.pause(random, 500);
      crowd.end();
      crowd.check(last(5), 20);
    }
  }

  @Test
  void threeBecomeFiveAndThreeAgain() throws IOException {
    try (Cluster cluster = cluster(3)) {
      openInAnyOrder(cluster, 3);
      Crowd crowd = new Crowd(stores::get, 3, SEED, SIZE);
      crowd.start();
      stores.set(3, cluster.join(3));
      stores.set(4, cluster.join(4));
      assertThat(stores.get(0).group().members()).hasSize(5).allMatch(Member::votes);
      // One that has not heard of the new members yet would refuse them its vote.
      cluster.awaitAll();
      cluster.cuts.isolate("m0");
      cluster.cuts.isolate("m1");
      Cluster.await(() -> Crowd.serves(stores.get(4)));
      for (int i = 0; i < 20; i++) {
        write(stores.get(3));
      }
      cluster.cuts.heal();
      for (String gone : List.of("m3", "m4")) {
        Cluster.await(() -> removed(stores.get(2), gone));
      }
      cluster.close(3);
      cluster.close(4);
      assertThat(stores.get(2).group().members()).hasSize(3).allMatch(Member::votes);
      cluster.cuts.isolate(Cluster.name(cluster.leader()));
      Crowd.pause(random, 1_500);
      cluster.cuts.heal();
      Crowd.pause(random, 500);
      crowd.end();
      crowd.check(last(3), 20);
    }
  }

  private Cluster cluster(int size) {
    Cluster cluster =
        new Cluster(directory, InstantSource.system(), size, 64, Duration.ofSeconds(3));
    cluster.keptEntries(20);
    return cluster;
  }

  /** Once to meet, for which all have to be there; then again, for which most are enough. */
  private void openInAnyOrder(Cluster cluster, int size) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    for (int enough : new int[] {size, size / 2 + 1}) {
      Collections.shuffle(order, random);
      for (int started = 0; started < size; started++) {
        RaftStore last = cluster.open(order.get(started));
        stores.set(order.get(started), last);
        if (started + 1 == enough) {
          assertThat(last.awaitReady(Duration.ofSeconds(60))).isTrue();
          write(last);
        }
      }
      if (enough == size) {
        cluster.awaitAll(); // One that has no entry yet has no vote when it starts again.
        order.forEach(cluster::close);
      }
    }
  }

  private static boolean removed(RaftStore through, String name) {
    try {
      through.group().remove(name);
      return true;
    } catch (RefusedException e) {
      return true; // An earlier try did it.
    } catch (IOException e) {
      return false; // Nobody leads for a moment.
    }
  }

  private static void write(RaftStore store) {
    Cluster.await(() -> refusal(store).isEmpty());
  }

  /** Why a member takes no write; empty when it does. */
  private static String refusal(RaftStore store) {
    try {
      long _ = put(store, "five", "x");
      return "";
    } catch (StoreException.Unavailable | StoreException.Uncertain e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The newest revision, once all serve. */
  private long last(int members) {
    long last = 0;
    for (int i = 0; i < members; i++) {
      RaftStore store = stores.get(i);
      Cluster.await(() -> Crowd.serves(store));
      last = Math.max(last, store.revision());
    }
    return last;
  }
}
