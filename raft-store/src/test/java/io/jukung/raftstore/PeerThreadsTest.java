package io.jukung.raftstore;

import static io.jukung.raftstore.Cluster.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
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

  private static Set<String> pools() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("-server-thread"))
        .collect(Collectors.toSet());
  }
}
