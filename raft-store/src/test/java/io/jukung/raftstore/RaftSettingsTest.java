package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;

/** What settings have to be to each other. */
class RaftSettingsTest {
  private final RaftProperties peer =
      RaftSettings.of(
          Path.of("raft"),
          Optional.of(
              new Peering(
                  "127.0.0.1",
                  1,
                  "127.0.0.1:1",
                  "a",
                  Map.of("a", "127.0.0.1:1"),
                  Optional.empty(),
                  Peering.KEPT_ENTRIES,
                  Optional.empty(),
                  () -> new byte[0])));

  @Test
  void whoSteppedDownStandsAgainOnceEveryoneElseCouldHave() {
    TimeDuration longest = RaftServerConfigKeys.Rpc.timeoutMax(peer);
    assertThat(RaftServerConfigKeys.LeaderElection.leaderStepDownWaitTime(peer))
        .isBetween(longest, longest.multiply(2));
  }

  @Test
  void entriesArePutIntoTheLogInTheOrderTheyCome() {
    assertThat(RaftServerConfigKeys.Log.appendEntriesComposeEnabled(peer)).isFalse();
  }
}
