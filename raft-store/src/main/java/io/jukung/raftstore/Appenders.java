package io.jukung.raftstore;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The appenders of this member while it leads. Ratis tells followers of a commit with the next
 * entry or heartbeat only; writes of theirs, and watches on them, would wait that long. Safe for
 * use by any number of threads.
 */
final class Appenders {
  private final Set<PeerLogAppender> running = ConcurrentHashMap.newKeySet();

  void add(PeerLogAppender appender) {
    running.add(appender);
  }

  /** Something has been committed: followers are told now. */
  void committed() {
    running.removeIf(PeerLogAppender::ended);
    running.forEach(PeerLogAppender::triggerHeartbeat);
  }
}
