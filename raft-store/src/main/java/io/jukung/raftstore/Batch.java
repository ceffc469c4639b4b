package io.jukung.raftstore;

import java.util.List;

/** Writes that travel in one log entry. */
final class Batch {
  private final long id;
  private final long timeMs;
  private final List<Waiting> writes;
  private volatile boolean appended;

  Batch(long id, long timeMs, List<Waiting> writes) {
    this.id = id;
    this.timeMs = timeMs;
    this.writes = List.copyOf(writes);
  }

  /** Unique in this process. */
  long id() {
    return id;
  }

  List<Waiting> writes() {
    return writes;
  }

  /** The log entry, encoded anew at each call. */
  byte[] encode() {
    return LogEntryCodec.encode(
        new LogEntry(timeMs, writes.stream().map(Waiting::command).toList()));
  }

  /** Whether it may be in the log. Once it may, only its being applied tells its outcome. */
  boolean appended() {
    return appended;
  }

  void markAppended() {
    appended = true;
  }
}
