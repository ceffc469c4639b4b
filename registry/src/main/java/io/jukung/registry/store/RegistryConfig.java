package io.jukung.registry.store;

import java.time.Duration;

/**
 * Limits of a {@link Registry}.
 *
 * @param logBytes about how much memory the newest changes of all resources may take, the objects
 *     in them included; default 64 MiB
 * @param logEvents how many of them are kept at most; default 200,000
 * @param renditionBytes how much memory other forms of objects may take; default 64 MiB
 * @param bookmarkInterval how often a watch that takes bookmarks gets one; default one minute, as
 *     upstream
 * @param freshnessTimeout how long a read waits for a revision to arrive; default three seconds, as
 *     upstream
 * @param catchUpEvents how many changes a watch that reads old history may have waiting; default
 *     10,000
 * @param catchUpBytes how many bytes of them; default 16 MiB
 */
public record RegistryConfig(
    long logBytes,
    int logEvents,
    long renditionBytes,
    Duration bookmarkInterval,
    Duration freshnessTimeout,
    int catchUpEvents,
    long catchUpBytes) {
  /** The defaults. */
  public static final RegistryConfig DEFAULT =
      new RegistryConfig(
          64L << 20,
          200_000,
          64L << 20,
          Duration.ofMinutes(1),
          Duration.ofSeconds(3),
          10_000,
          16L << 20);

  /** Checks the limits. */
  public RegistryConfig {
    if (logBytes < 1
        || logEvents < 1
        || renditionBytes < 0
        || bookmarkInterval.isNegative()
        || freshnessTimeout.isNegative()
        || catchUpEvents < 1
        || catchUpBytes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
