package io.jukung.raftstore;

import java.util.List;

/**
 * What one entry of the Raft log says.
 *
 * @param timeMs the proposer's clock, in milliseconds since 1970; the only time apply knows of
 * @param commands writes in the order they take effect
 */
record LogEntry(long timeMs, List<Command> commands) {
  LogEntry {
    commands = List.copyOf(commands);
  }
}
