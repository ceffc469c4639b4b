package io.jukung.raftstore.etcdapi;

import java.util.function.LongConsumer;

/** One wish for progress of a whole stream: told when all its watches have come so far. */
final class ProgressRound {
  private final long revision;
  private final LongConsumer told;

  // Guarded by this. One more than the watches, until all have been asked.
  private int missing;

  ProgressRound(long revision, int watches, LongConsumer told) {
    this.revision = revision;
    this.told = told;
    this.missing = watches + 1;
  }

  long revision() {
    return revision;
  }

  /** All watches have been asked. */
  void begin() {
    arrive();
  }

  /** One watch has come so far, or is gone. */
  void arrive() {
    boolean done;
    synchronized (this) {
      missing--;
      done = missing == 0;
    }
    if (done) {
      told.accept(revision);
    }
  }
}
