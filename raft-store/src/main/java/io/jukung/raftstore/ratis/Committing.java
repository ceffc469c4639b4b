package io.jukung.raftstore.ratis;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.AwaitForSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the thread that applies entries find out what is committed. A leader of Ratis 3.3.0 has one
 * more thread for that, which each answer and each fsync wakes to wake that one. It still makes
 * changes of members and steps down, and takes over when the thread that applies is busy for long.
 *
 * <p>An entry with no other behind it is applied by the thread of the connections, which most often
 * has heard that it is committed, and will send the answer: that saves two more wake-ups.
 *
 * <p>The wait of the thread that applies forgets no signal here, see {@link Signal}, and may take
 * some commits at a time on a follower, see {@link Gathering}.
 */
public final class Committing {
  private static final Logger LOG = LoggerFactory.getLogger(Committing.class);

  /** For how long after a proposal of its own a member applies, and is sent entries, at once. */
  static final long HURRY_NS = TimeUnit.SECONDS.toNanos(1);

  private final CompletableFuture<RaftServer.Division> member;
  private final Optional<? extends Executor> connections;
  private final ApplyWait wait = new ApplyWait(this::unhurried);
  private final AtomicInteger slow = new AtomicInteger();
  private volatile @Nullable Object updater;
  private volatile long proposedNs = System.nanoTime() - HURRY_NS;

  /**
   * For the member that is there once Ratis was made.
   *
   * @param connections the thread of its connections; none when it is alone
   */
  public Committing(
      CompletableFuture<RaftServer.Division> member, Optional<? extends Executor> connections) {
    this.member = member;
    this.connections = connections;
  }

  /** Once Ratis has started. Without effect, and said so, when Ratis has changed. */
  public void started() {
    try {
      CommitParts parts = CommitParts.find();
      Object updater = parts.updater().invoke(parts.state().get(member.join()));
      AwaitForSignal before = (AwaitForSignal) parts.signal().get(updater);
      parts.signal().set(updater, wait);
      this.updater = updater;
      before.signal();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("applying waits as Ratis does", e);
    }
  }

  /** At the beginning of leadership. Without effect, and said so, when Ratis has changed. */
  public void leads() {
    try {
      CommitParts parts = CommitParts.find();
      Optional<?> leader = (Optional<?>) parts.leader().invoke(parts.role().get(member.join()));
      if (leader.isPresent()) {
        takeOver(parts, leader.get());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("commits take a detour", e);
    }
  }

  /** This member proposed something, and waits until it has applied it. Safe for any thread. */
  public void proposes() {
    proposedNs = System.nanoTime();
    wait.hurry();
  }

  /**
   * A proposal is about to get into this leader's log.
   *
   * @param quick whether applying it takes a moment only, so that any thread may do it
   */
  public void begins(boolean quick) {
    if (!quick) {
      slow.incrementAndGet();
    }
  }

  /** A proposal that began is applied, or not in the log. */
  public void ended(boolean quick) {
    if (!quick) {
      slow.decrementAndGet();
    }
  }

  private boolean unhurried() {
    return System.nanoTime() - proposedNs > HURRY_NS && !member.join().getInfo().isLeader();
  }

  private void takeOver(CommitParts parts, Object leader) throws ReflectiveOperationException {
    Object events = parts.events().get(leader);
    Events replaced = new Events(parts, leader, parts.commit().get(leader));
    synchronized (events) { // Ratis puts its events in under this lock.
      @SuppressWarnings("unchecked")
      BlockingQueue<Object> before = (BlockingQueue<Object>) parts.queue().get(events);
      if (!(before instanceof Events)) {
        before.drainTo(replaced);
        parts.queue().set(events, replaced);
        boolean _ = before.offer(replaced.commit); // Its thread waits there.
      }
    }
  }

  /** What a leader has to do beside sending and applying, but for looks at what is committed. */
  @SuppressWarnings("serial")
  private final class Events extends ArrayBlockingQueue<Object> {
    private final CommitParts parts;
    private final Object leader;
    private final Object commit;

    Events(CommitParts parts, Object leader, Object commit) {
      super(8);
      this.parts = parts;
      this.leader = leader;
      this.commit = commit;
    }

    @Override
    public boolean contains(@Nullable Object event) {
      return !commit.equals(event) && super.contains(event);
    }

    @Override
    public void put(Object event) throws InterruptedException {
      if (!commit.equals(event)) {
        super.put(event);
      } else if (mayHelp() && !handedOver()) {
        apply();
      }
    }

    /** Gives it to the thread of the connections, after what it is doing: a lock is held here. */
    private boolean handedOver() {
      if (connections.isEmpty() || !loneAndQuick()) {
        return false;
      }
      try {
        connections.get().execute(this::applyHere);
        return true;
      } catch (RejectedExecutionException e) {
        return false; // The member stops.
      }
    }

    private boolean loneAndQuick() {
      long next = member.join().getInfo().getLastAppliedIndex() + 1;
      return slow.get() == 0 && member.join().getRaftLog().getNextIndex() <= next + 1;
    }

    private void applyHere() {
      if (!wait.instead(this::lookAndApply)) {
        apply();
      }
    }

    private void lookAndApply() {
      try {
        look();
        var _ = parts.apply().invoke(updater, CompletableFuture.completedFuture(null));
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.debug("left to the thread that applies", e); // It meets the same, and knows what to do.
        apply();
      }
    }

    /** Leaves it to the thread that applies, or if that is busy, the look to Ratis' thread. */
    private void apply() {
      if (!wait.first(this::look)) {
        leave();
      }
    }

    /**
     * Whether more is committed, as far as can be seen at once: the first answer often comes after
     * the own fsync, and the last one after the commit.
     */
    private boolean mayHelp() {
      RaftServer.Division server = member.join();
      long @Nullable [] matches = server.getInfo().getFollowerMatchIndices();
      RaftConfiguration members = server.getRaftConf();
      long committed = server.getRaftLog().getLastCommittedIndex();
      if (matches == null
          || matches.length != members.getCurrentPeers().size() - 1
          || members.getLogEntryIndex() > committed) {
        return true; // Somebody is no voter, or it changes who is.
      }
      long[] all = Arrays.copyOf(matches, matches.length + 1);
      all[matches.length] = server.getRaftLog().getFlushIndex();
      Arrays.sort(all);
      return all[(all.length - 1) / 2] > committed;
    }

    /** Leaves the look to Ratis' thread. */
    private void leave() {
      if (!super.contains(commit)) {
        boolean _ = offer(commit);
      }
    }

    /**
     * On the thread that applies. What a change of members leads to may be the end of this member,
     * which waits for that thread.
     */
    private void look() {
      RaftServer.Division server = member.join();
      try {
        synchronized (server) {
          if (!(boolean) parts.leads().invoke(leader)) {
            return;
          }
          long changed = server.getRaftConf().getLogEntryIndex();
          if (changed > server.getRaftLog().getLastCommittedIndex()) {
            leave();
          } else {
            parts.execute().invoke(commit);
          }
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
