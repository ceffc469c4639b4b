package io.jukung.raftstore;

import static io.jukung.raftstore.Cluster.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which threads a write goes through; a release of Ratis that is different has to be noticed. */
class PeerThreadsTest {
  @TempDir Path directory;

  @Test
  void writesPassThroughNoPoolOfRatis() {
    Set<String> before = pools();
    try (Cluster cluster = Cluster.started(directory, 3)) {
      for (int i = 0; i < 30; i++) {
        put(cluster.member(cluster.leader()), "/k" + i, "v");
        put(cluster.member(cluster.follower()), "/k" + i, "v");
      }
      Set<String> after = pools();
      after.removeAll(before);
      assertThat(after).isEmpty();
    }
  }

  @Test
  void aLoneQuickWriteIsAppliedAndAnsweredByTheThreadOfTheConnections() {
    try (Cluster cluster = Cluster.started(directory, 3)) {
      RaftStore leader = cluster.member(cluster.leader());
      Set<String> quick = new TreeSet<>();
      Set<String> slow = new TreeSet<>();
      for (int i = 0; i < 30; i++) {
        Bytes key = Bytes.utf8("/k" + i);
        quick.add(answering(leader, new Operation.Put(key, key, 0)));
      }
      for (int i = 0; i < 30; i++) {
        slow.add(answering(leader, new Operation.Delete(KeyRange.prefix(Bytes.utf8("/k" + i)))));
      }
      assertThat(quick).anyMatch(name -> name.startsWith("raft-store-peers"));
      assertThat(slow).noneMatch(name -> name.startsWith("raft-store-peers"));
    }
  }

  /** The name of the thread that tells of a write's outcome. */
  private static String answering(RaftStore store, Operation write) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    store.txnThen(
        new Txn(List.of(), List.of(write), List.of()),
        made -> answer.complete(Thread.currentThread().getName()));
    return answer.join();
  }

  private static Set<String> pools() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("-server-thread"))
        .collect(Collectors.toSet());
  }
}
