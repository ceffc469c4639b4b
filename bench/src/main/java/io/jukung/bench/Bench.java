package io.jukung.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs all rounds: every workload on the first server, then on the second, before the next workload
 * begins. Used by one thread.
 */
final class Bench {
  private final BenchOptions options;
  private final List<ServerUnderTest> servers;
  private final Consumer<Sample> progress;
  private final Consumer<String> warnings;

  /**
   * A run.
   *
   * @param progress told of each sample as it is taken
   * @param warnings told of what the reader should doubt
   */
  Bench(
      BenchOptions options,
      List<ServerUnderTest> servers,
      Consumer<Sample> progress,
      Consumer<String> warnings) {
    this.options = options;
    this.servers = List.copyOf(servers);
    this.progress = progress;
    this.warnings = warnings;
  }

  /** Runs; every sample in the order in which it was taken. */
  List<Sample> run() throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    List<ServerSession> sessions = new ArrayList<>();
    try {
      for (ServerUnderTest server : servers) {
        ServerSession session = new ServerSession(server, options);
        sessions.add(session);
        session.prepare();
      }
      for (int round = 1; round <= options.warmupRounds(); round++) {
        round(sessions, "w" + round, round, true, samples);
      }
      for (int round = 1; round <= options.rounds(); round++) {
        round(sessions, "r" + round, round, false, samples);
      }
    } finally {
      sessions.forEach(ServerSession::close);
    }
    return samples;
  }

  private void round(
      List<ServerSession> sessions, String run, int round, boolean warmup, List<Sample> samples)
      throws IOException, InterruptedException {
    try {
      for (Workload workload : EnumSet.allOf(Workload.class)) {
        // The others need the objects, so creating them happens always and counts if asked for.
        boolean counts = options.workloads().contains(workload);
        if (!counts && workload != Workload.CREATE) {
          continue;
        }
        for (ServerSession session : sessions) {
          Sample sample =
              new WorkloadRun(session, options, warnings).measure(workload, run, round, warmup);
          if (counts) {
            samples.add(sample);
            progress.accept(sample);
          }
        }
      }
    } finally {
      for (ServerSession session : sessions) {
        session.cleanUp(run);
      }
    }
  }
}
