package io.jukung.raftstore.ratis;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The appenders of this member while it leads. They tell followers of a commit with the next entry
 * or a moment later, and some of them send entries a moment later, too, see {@link Spares}; writes
 * made at followers would wait that long. Safe for use by any number of threads.
 */
public final class Appenders {
  private final Set<PeerLogAppender> running = ConcurrentHashMap.newKeySet();
  private final Spares<PeerLogAppender> spares = new Spares<>(this::group, System::nanoTime);

  /** Takes in one that is about to run. */
  public void add(PeerLogAppender appender) {
    running.add(appender);
    spares.hurry();
  }

  /** A write comes from a follower: all are sent what comes next at once. */
  public void proposed() {
    spares.hurry();
  }

  /** A follower's write has been committed: followers are told now. */
  public void committed() {
    running.removeIf(PeerLogAppender::ended);
    running.forEach(PeerLogAppender::tellNow);
  }

  Spares<PeerLogAppender> spares() {
    return spares;
  }

  private Spares.Group<PeerLogAppender> group() {
    running.removeIf(PeerLogAppender::ended);
    List<PeerLogAppender> all = List.copyOf(running);
    int voters = all.stream().mapToInt(PeerLogAppender::voters).findAny().orElse(0);
    return new Spares.Group<>(voters, all.stream().map(PeerLogAppender::standing).toList());
  }
}
