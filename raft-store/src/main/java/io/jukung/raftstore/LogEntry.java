package io.jukung.raftstore;

import java.util.List;

/**
 * What one entry of the Raft log says.
 *
 * @param term the only term in which it counts: found in the log under another one, it is void; 0
 *     in entries of old that were not bound
 * @param timeMs the leader's clock, in milliseconds since 1970; the only time apply knows of
 * @param commands writes in the order they take effect
 */
record LogEntry(long term, long timeMs, List<Command> commands) {
  LogEntry {
    commands = List.copyOf(commands);
  }

  /** Whether it counts in the term it stands in. */
  boolean countsIn(long actualTerm) {
    return term == 0 || term == actualTerm;
  }
}
