package io.jukung.cli;

import io.jukung.server.limits.ServerLimits;
import picocli.CommandLine.Option;

/** How much clients may hold at once. */
final class LimitOptions {
  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Connections open at once; more wait until one is closed (default 0: one for each 64 KiB"
              + " of the largest heap).")
  private int connections;

  @Option(
      names = "--max-connections-per-user",
      paramLabel = "N",
      defaultValue = "0",
      description = "Connections of one user; system:masters excepted (default 0: half of these).")
  private int connectionsPerUser;

  @Option(
      names = "--max-watches",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Watches that run at once; more are answered with 429 (default 0: one for each 64 KiB of"
              + " the largest heap).")
  private int watches;

  @Option(
      names = "--max-watches-per-user",
      paramLabel = "N",
      defaultValue = "0",
      description = "Watches of one user; system:masters excepted (default 0: half of these).")
  private int watchesPerUser;

  @Option(
      names = "--http2-max-streams-per-connection",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests under way on one HTTP/2 connection (default 0: 250, as Go's).")
  private int streams;

  /**
   * What was asked for.
   *
   * @throws StartFailure when it can't be
   */
  ServerLimits limits() {
    ServerLimits usual = ServerLimits.forHeap(Runtime.getRuntime().maxMemory());
    int allConnections = connections == 0 ? usual.connections() : connections;
    int allWatches = watches == 0 ? usual.watches() : watches;
    try {
      return new ServerLimits(
          allConnections,
          connectionsPerUser == 0 ? Math.max(1, allConnections / 2) : connectionsPerUser,
          allWatches,
          watchesPerUser == 0 ? Math.max(1, allWatches / 2) : watchesPerUser,
          streams == 0 ? usual.streamsPerConnection() : streams);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
