package io.jukung.storage.watch;

import java.time.Duration;

/**
 * Limits of a {@link WatchHub}.
 *
 * @param ringChanges the most revisions kept in memory; default 8,192
 * @param ringBytes the most bytes of keys and values kept in memory; default 4 MiB. The newest
 *     change is kept whatever its size
 * @param progressInterval how often a watch without changes is told of the store's progress;
 *     default one second
 */
public record WatchHubConfig(int ringChanges, long ringBytes, Duration progressInterval) {
  /** The defaults. */
  public static final WatchHubConfig DEFAULT =
      new WatchHubConfig(8192, 4 << 20, Duration.ofSeconds(1));

  /** Checks the limits. */
  public WatchHubConfig {
    if (ringChanges < 1 || ringBytes < 1 || progressInterval.toNanos() < 1) {
      throw new IllegalArgumentException(
          "expected limits of 1 or more, got "
              + ringChanges
              + ", "
              + ringBytes
              + ", "
              + progressInterval);
    }
  }
}
