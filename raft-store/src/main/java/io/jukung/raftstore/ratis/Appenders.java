package io.jukung.raftstore.ratis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The appenders of this member while it leads. They tell followers of a commit with the next entry
 * or a moment later; writes of theirs would wait that long. Safe for use by any number of threads.
 */
public final class Appenders {
  private final Set<PeerLogAppender> running = ConcurrentHashMap.newKeySet();

  /** Takes in one that is about to run. */
  public void add(PeerLogAppender appender) {
    running.add(appender);
  }

  /** A follower's write has been committed: followers are told now. */
  public void committed() {
    running.removeIf(PeerLogAppender::ended);
    running.forEach(PeerLogAppender::tellNow);
  }
}
