package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;

/** Members compare what they hold, beside the load. */
@Timeout(180)
class ReplicaCheckTest {
  private static final String[] OTHERS = {"m1 m2", "m0 m2", "m0 m1"};

  @TempDir Path directory;

  @Test
  void aPlantedDifferenceIsToldByAllMembersAndNothingElse() {
    try (Cluster cluster = Cluster.started(directory, 3)) {
      long revision = put(cluster.member(0), 0);
      for (int i = 1; i < 100; i++) {
        revision = put(cluster.member(i % 3), i);
      }
      long lease = cluster.member(0).grantLease(600);
      assertThat(lease).isPositive();
      assertThat(check(cluster, revision)).allMatch(check -> check.different().isEmpty());
      int damaged = cluster.follower();
      cluster.close(damaged);
      plant(cluster.folder(damaged).resolve("state"), "/k7");
      RaftStore _ = cluster.open(damaged);
      List<ReplicaCheck> found = check(cluster, put(cluster.member(damaged), 100));
      for (int i = 0; i < 3; i++) {
        assertThat(found.get(i).different().keySet())
            .as("found by %s", i)
            .containsExactlyInAnyOrder(
                i == damaged ? OTHERS[i].split(" ") : new String[] {Cluster.name(damaged)});
      }
    }
  }

  @Test
  void membersThatAreWrittenToAndCompactedAtOnceAgree() {
    try (Cluster cluster = Cluster.started(directory, 3)) {
      AtomicBoolean stop = new AtomicBoolean();
      List<CompletableFuture<Void>> writers =
          IntStream.range(0, 3)
              .mapToObj(
                  member ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; !stop.get(); i++) {
                              long _ = put(cluster.member(member), i % 50);
                            }
                          },
                          task -> Thread.ofPlatform().start(task)))
              .toList();
      for (int round = 0; round < 5; round++) {
        long at = cluster.member(0).revision();
        Cluster.await(() -> cluster.member(0).revision() > at + 20);
        assertThat(check(cluster, cluster.member(0).revision()))
            .allMatch(check -> check.different().isEmpty());
      }
      stop.set(true);
      writers.forEach(CompletableFuture::join);
    }
  }

  /** Compacts and waits until all three have compared themselves with both others after that. */
  private static List<ReplicaCheck> check(Cluster cluster, long revision) {
    Cluster.await(() -> compacted(cluster, revision));
    Cluster.await(
        () ->
            IntStream.range(0, 3)
                .allMatch(
                    i ->
                        cluster
                            .member(i)
                            .group()
                            .lastCheck()
                            .filter(check -> check.revision() >= revision)
                            .filter(c -> c.equal().size() + c.different().size() == 2)
                            .isPresent()));
    return IntStream.range(0, 3)
        .mapToObj(i -> cluster.member(i).group().lastCheck().orElseThrow())
        .toList();
  }

  private static boolean compacted(Cluster cluster, long revision) {
    try {
      cluster.member(cluster.leader()).compact(revision);
      return true;
    } catch (StoreException.Compacted e) {
      return true;
    } catch (StoreException.Unavailable | StoreException.Uncertain e) {
      return false;
    }
  }

  /** Changes the last byte of a value on disk, as no entry of the log does. */
  private static void plant(Path state, String key) {
    byte[] at = Bytes.utf8(key).array();
    try (StateDb db = StateDb.open(state, 8 << 20);
        WriteBatch batch = new WriteBatch()) {
      byte[] record = Objects.requireNonNull(db.get(Family.CURRENT, at));
      record[record.length - 1] ^= 1;
      db.put(batch, Family.CURRENT, at, record);
      db.write(batch);
      db.flush(true);
    }
  }

  private static long put(Store store, int i) {
    Operation put = new Operation.Put(Bytes.utf8("/k" + i), Bytes.utf8("v" + i), 0);
    while (true) {
      try {
        return store.txn(new Txn(List.of(), List.of(put), List.of())).revision();
      } catch (StoreException.Unavailable | StoreException.Uncertain e) {
        Thread.onSpinWait(); // No leader for a while, on a busy machine.
      }
    }
  }
}
