package io.jukung.raftstore;

import java.util.List;

/**
 * Writes that travel in one log entry.
 *
 * @param id unique in this process
 * @param term the only term in which it may get into the log
 * @param writes in the order they take effect
 */
record Batch(long id, long term, List<Waiting> writes) {
  private static final int QUICK_WRITES = 16;
  private static final long QUICK_BYTES = 64 << 10;

  Batch {
    writes = List.copyOf(writes);
  }

  /** Whether applying this takes a moment only. */
  boolean quick() {
    return writes.size() <= QUICK_WRITES
        && writes.stream().mapToLong(Waiting::bytes).sum() <= QUICK_BYTES
        && writes.stream().allMatch(write -> write.command().quick());
  }

  /** The commands, encoded anew at each call. */
  byte[] encode() {
    return LogEntryCodec.encode(writes.stream().map(Waiting::command).toList());
  }
}
