package io.jukung.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jukung up} stops cleanly whenever it is told to, in the middle of its start too. */
class StopTest {
  private static final Duration BOUND = Duration.ofMinutes(2);

  private @TempDir Path folder;

  @Test
  void aStopRightAfterTheStartIsNoError() throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process up =
        new ProcessBuilder(
                List.of(
                    Repository.find().root().resolve("jukung").toString(),
                    "up",
                    "--secure-port",
                    "0",
                    "--data-dir",
                    folder.resolve("data").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Await.until("ready", BOUND, () -> Files.readString(log).contains("ready after"));
      up.destroy();
      assertThat(up.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).as("stops").isTrue();
      assertThat(up.exitValue()).isZero();
      // The controllers are still listing what there is: to be stopped then is no failure of
      // theirs.
      assertThat(Files.readString(log)).contains("stopping").doesNotContain(" ERROR ");
    } finally {
      up.destroyForcibly();
    }
  }
}
