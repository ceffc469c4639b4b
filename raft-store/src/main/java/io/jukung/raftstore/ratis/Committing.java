package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
 * <p>The wait of the thread that applies forgets no signal here, see {@link Signal}, and may take
 * some commits at a time on a follower, see {@link Gathering}.
 */
public final class Committing {
  private static final Logger LOG = LoggerFactory.getLogger(Committing.class);
  private static final long BUSY_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /** For how long after a proposal of its own a member applies, and is sent entries, at once. */
  static final long HURRY_NS = TimeUnit.SECONDS.toNanos(1);

  private final CompletableFuture<RaftServer.Division> member;
  private final Wait wait = new Wait();
  private volatile long proposedNs = System.nanoTime() - HURRY_NS;

  /** For the member that is there once Ratis was made. */
  public Committing(CompletableFuture<RaftServer.Division> member) {
    this.member = member;
  }

  /** What is private in Ratis. */
  record Parts(
      Field state,
      Method updater,
      Field signal,
      Field role,
      Method leader,
      Field events,
      Field queue,
      Field commit,
      Method leads,
      Method execute) {
    private static final String SERVER = "org.apache.ratis.server.impl.";

    static Parts find() throws ReflectiveOperationException {
      String leader = "LeaderStateImpl";
      return new Parts(
          field("RaftServerImpl", "state"),
          method("ServerState", "getStateMachineUpdater"),
          field("StateMachineUpdater", "awaitForSignal"),
          field("RaftServerImpl", "role"),
          method("RoleInfo", "getLeaderState"),
          field(leader, "eventQueue"),
          field(leader + "$EventQueue", "queue"),
          field(leader, "updateCommitEvent"),
          method(leader, "isRunning"),
          method(leader + "$StateUpdateEvent", "execute"));
    }

    private static Field field(String type, String name) throws ReflectiveOperationException {
      Field field = Class.forName(SERVER + type).getDeclaredField(name);
      field.setAccessible(true);
      return field;
    }

    private static Method method(String type, String name) throws ReflectiveOperationException {
      Method method = Class.forName(SERVER + type).getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    }
  }

  /** Once Ratis has started. Without effect, and said so, when Ratis has changed. */
  public void started() {
    try {
      Parts parts = Parts.find();
      Object updater = parts.updater.invoke(parts.state.get(member.join()));
      AwaitForSignal before = (AwaitForSignal) parts.signal.get(updater);
      parts.signal.set(updater, wait);
      before.signal();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("applying waits as Ratis does", e);
    }
  }

  /** At the beginning of leadership. Without effect, and said so, when Ratis has changed. */
  public void leads() {
    try {
      Parts parts = Parts.find();
      Optional<?> leader = (Optional<?>) parts.leader.invoke(parts.role.get(member.join()));
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

  private boolean unhurried() {
    return System.nanoTime() - proposedNs > HURRY_NS && !member.join().getInfo().isLeader();
  }

  private void takeOver(Parts parts, Object leader) throws ReflectiveOperationException {
    Object events = parts.events.get(leader);
    Events replaced = new Events(parts, leader, parts.commit.get(leader));
    synchronized (events) { // Ratis puts its events in under this lock.
      @SuppressWarnings("unchecked")
      BlockingQueue<Object> before = (BlockingQueue<Object>) parts.queue.get(events);
      if (!(before instanceof Events)) {
        before.drainTo(replaced);
        parts.queue.set(events, replaced);
        boolean _ = before.offer(replaced.commit); // Its thread waits there.
      }
    }
  }

  /** What a leader has to do beside sending and applying, but for looks at what is committed. */
  @SuppressWarnings("serial")
  private final class Events extends ArrayBlockingQueue<Object> {
    private final Parts parts;
    private final Object leader;
    private final Object commit;

    Events(Parts parts, Object leader, Object commit) {
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
      } else if (mayHelp() && !wait.look(this)) {
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
          if (!(boolean) parts.leads.invoke(leader)) {
            return;
          }
          long changed = server.getRaftConf().getLogEntryIndex();
          if (changed > server.getRaftLog().getLastCommittedIndex()) {
            leave();
          } else {
            parts.execute.invoke(commit);
          }
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Where the thread that applies waits. */
  private final class Wait extends Gathering {
    private final AtomicReference<@Nullable Events> due = new AtomicReference<>();
    private volatile boolean busy;
    private volatile long busySinceNs;

    Wait() {
      super("apply", Committing.this::unhurried);
    }

    /** Asks for a look; false when the thread has been busy for too long. */
    boolean look(Events events) {
      if (busy && System.nanoTime() - busySinceNs > BUSY_LIMIT_NS) {
        return false;
      }
      due.set(events);
      now();
      return true;
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
      busy = false;
      boolean signalled = super.await(time, unit);
      busySinceNs = System.nanoTime();
      busy = true;
      Events events = due.getAndSet(null);
      if (events != null) {
        events.look();
      }
      return signalled;
    }
  }
}
