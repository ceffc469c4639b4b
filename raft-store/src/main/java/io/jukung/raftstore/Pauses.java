package io.jukung.raftstore;

import java.util.concurrent.TimeUnit;

/** Pauses between tries: each twice the one before, up to a limit. Used by one thread. */
final class Pauses {
  private static final long FIRST_MS = 20;
  private static final long LONGEST_MS = 2_000;

  private long nextMs = FIRST_MS;

  /** Waits. */
  void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(nextMs);
    nextMs = Math.min(LONGEST_MS, 2 * nextMs);
  }
}
