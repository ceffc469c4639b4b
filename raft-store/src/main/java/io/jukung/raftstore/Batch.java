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
  Batch {
    writes = List.copyOf(writes);
  }

  /** The commands, encoded anew at each call. */
  byte[] encode() {
    return LogEntryCodec.encode(writes.stream().map(Waiting::command).toList());
  }
}
