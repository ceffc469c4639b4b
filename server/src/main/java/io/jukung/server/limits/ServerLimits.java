package io.jukung.server.limits;

/**
 * The most that clients may hold at once; valid once made.
 *
 * @param connections open to the server; more wait until one is closed
 * @param connectionsPerUser that one user may have
 * @param watches that run
 * @param watchesPerUser that one user may have
 * @param streamsPerConnection requests under way on one HTTP/2 connection
 */
public record ServerLimits(
    int connections,
    int connectionsPerUser,
    int watches,
    int watchesPerUser,
    int streamsPerConnection) {
  /** As many streams as Go's server allows. */
  public static final int DEFAULT_STREAMS = 250;

  /** What an idle connection, and a watch, is reckoned to take. */
  private static final long BYTES_EACH = 64 << 10;

  private static final int LEAST = 1000;

  /**
   * Checks every bound.
   *
   * @throws IllegalArgumentException when one is under 1
   */
  public ServerLimits {
    positive("max-connections", connections);
    positive("max-connections-per-user", connectionsPerUser);
    positive("max-watches", watches);
    positive("max-watches-per-user", watchesPerUser);
    positive("http2-max-streams-per-connection", streamsPerConnection);
  }

  private static void positive(String flag, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("--" + flag + " must be at least 1, not " + value);
    }
  }

  /**
   * What a heap has room for, half of it for any one user.
   *
   * @param heapBytes the most it may grow to
   */
  public static ServerLimits forHeap(long heapBytes) {
    int most = Math.clamp(heapBytes / BYTES_EACH, LEAST, 1 << 20);
    return new ServerLimits(most, most / 2, most, most / 2, DEFAULT_STREAMS);
  }
}
