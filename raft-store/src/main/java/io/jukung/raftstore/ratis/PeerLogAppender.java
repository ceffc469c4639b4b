package io.jukung.raftstore.ratis;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.apache.ratis.util.AwaitForSignal;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log to one follower or learner as Ratis 3.3.0 does, but for three of its bugs and with
 * fewer threads in between. Safe for use by any thread.
 */
public final class PeerLogAppender extends GrpcLogAppender {
  private static final Method CAUGHT_UP = caughtUp();

  /** How long a follower may not know that all it has is committed. */
  private static final long NEWS_MS = 3;

  /** The same while there are entries to tell it, one after another. */
  private static final long FLOWING_NEWS_MS = 12;

  /** How long entries for one that is spare are gathered. */
  private static final long GATHER_MS = 10;

  /** Who has not answered for longer is told by heartbeats only. */
  private static final long ANSWERS_MS = 1_000;

  private final Spares<PeerLogAppender> spares;
  private final Timeouts timeouts = new Timeouts();
  private final Wake wake = new Wake();
  private final DirectSending direct = new DirectSending(this);
  private volatile long told;
  private volatile long owed;
  private volatile boolean started;
  private volatile boolean caughtUp;

  /** As Ratis makes its own, one of several. */
  public PeerLogAppender(
      RaftServer.Division server, LeaderState leader, FollowerInfo follower, Appenders all) {
    super(server, new CommitNews(leader), follower);
    this.spares = all.spares();
    DirectAnswers.of(this, direct);
    timeouts.of(this);
  }

  /**
   * What is committed is told by the next entry. When there is none for a moment, it is told by
   * itself. While this follower is spare, entries that come in that moment are sent at its end; the
   * first one after a pause is sent at once, as to all.
   */
  private final class Wake extends Signal {
    private volatile boolean patient;
    private volatile boolean flows;
    private boolean flowed;

    Wake() {
      super("appender");
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
      timeouts.run(System.nanoTime());
      direct.release();
      patient = true;
      boolean news = newsToCome();
      boolean gathers = flowed && canGather();
      patient = !news && !gathers;
      long waitMs = unit.toMillis(time);
      boolean signalled =
          gathers ? gather() : super.await(news ? newsMs(waitMs) : waitMs, TimeUnit.MILLISECONDS);
      flowed = flows && !patient;
      flows = false;
      if (!signalled && news && !gathers && newsDue()) {
        triggerHeartbeat();
      }
      return signalled;
    }

    private long newsMs(long most) {
      return Math.min(most, flowed ? FLOWING_NEWS_MS : NEWS_MS);
    }

    private boolean gather() throws InterruptedException {
      long last = getRaftLog().getNextIndex() - 1;
      boolean signalled = super.await(GATHER_MS, TimeUnit.MILLISECONDS);
      if (!signalled && getRaftLog().getLastCommittedIndex() < last) {
        spares.late();
      }
      return signalled;
    }
  }

  /** Whether this follower may get what comes next together with what comes after it. */
  private boolean canGather() {
    long behind = getRaftLog().getNextIndex() - getFollower().getNextIndex();
    return behind <= DirectSending.NEWEST && spares.contains(this);
  }

  /** How this follower stands. */
  Spares.Standing<PeerLogAppender> standing() {
    boolean votes =
        getServer().getRaftConf().getPeer(getFollowerId(), RaftPeerRole.FOLLOWER) != null;
    return new Spares.Standing<>(this, votes, answers(), getFollower().getMatchIndex());
  }

  /** How many members have a vote; 0 while that changes. */
  int voters() {
    RaftConfiguration now = getServer().getRaftConf();
    return now.getPreviousPeers().isEmpty() ? now.getCurrentPeers().size() : 0;
  }

  private boolean answers() {
    return getFollower().getLastRpcResponseTime().elapsedTimeMs() < ANSWERS_MS;
  }

  private boolean newsDue() {
    return !hasPendingDataRequests() && getRaftLog().getLastCommittedIndex() > told;
  }

  private boolean newsToCome() {
    return told < getRaftLog().getNextIndex() - 1 && answers();
  }

  /** A follower takes what it is told of as far as its own disk has the log, and says how far. */
  void knows(long commit) {
    if (!hasPendingDataRequests()) {
      told = commit;
      if (commit < owed) {
        triggerHeartbeat();
      }
    }
  }

  /**
   * A write of a follower's has been committed: followers are told now, or when they can take it.
   */
  void tellNow() {
    owed = getRaftLog().getLastCommittedIndex();
    if (!hasPendingDataRequests()) {
      triggerHeartbeat();
    }
  }

  @Override
  public AwaitForSignal getEventAwaitForSignal() {
    return wake;
  }

  /**
   * Sends entries on the caller's thread if that need not wait, else wakes the sending thread, or
   * leaves them to it when it wakes next. Ratis wakes it for every answer and for every step of
   * every follower's commit, too.
   */
  @Override
  public void notifyLogAppender() {
    boolean sent = hasAppendEntries() && (canGather() || direct.send());
    if (sent) {
      wake.flows = true;
    }
    if (sent ? wake.patient : shouldSendAppendEntries()) {
      wake.signal();
    }
  }

  /**
   * The first step of each round of the sending thread, which ends by waiting for {@link #wake}.
   */
  @Override
  public boolean shouldSendAppendEntries() {
    direct.acquire();
    return super.shouldSendAppendEntries();
  }

  @Override
  public void run() throws IOException {
    direct.run(super::run);
  }

  /**
   * An entry tells of the commit, too, so with one to send there is no need for a heartbeat that
   * was asked for to tell of it.
   */
  @Override
  public long getHeartbeatWaitTimeMs() {
    return hasAppendEntries() ? heartbeatDueMs() : super.getHeartbeatWaitTimeMs();
  }

  /**
   * A follower told of a newer term. Ratis waits for its server's lock here, which one that steps
   * down holds for long, and this is the thread of all connections.
   */
  @Override
  public boolean onFollowerTerm(long followerTerm) {
    Thread.ofVirtual()
        .name("raft-store-term")
        .start(
            () -> {
              boolean _ = super.onFollowerTerm(followerTerm);
            });
    return true;
  }

  /** As Ratis has it, but for what was asked for. */
  private long heartbeatDueMs() {
    int least = getServer().properties().minRpcTimeoutMs();
    return Math.max(
        least / 2 - getFollower().getLastRpcResponseTime().elapsedTimeMs(),
        least / 4 - getFollower().getLastHeartbeatSendTime().elapsedTimeMs());
  }

  /** Whether it stopped, after it ran. */
  boolean ended() {
    started |= isRunning();
    return started && !isRunning();
  }

  /**
   * RATIS-2500: a follower whose state ends right before the log's first entry is told to install a
   * state it has, for ever. The entry can be sent without the one before it.
   */
  @Override
  public boolean shouldInstallSnapshot(boolean hasSnapshot) {
    FollowerInfo follower = getFollower();
    long next = follower.getNextIndex();
    return super.shouldInstallSnapshot(hasSnapshot)
        && !(follower.hasAttemptedToInstallSnapshot()
            && next == getRaftLog().getStartIndex()
            && next == follower.getSnapshotIndex() + 1);
  }

  /**
   * A learner is never noted as caught up, nor is anyone whose appender was restarted (RATIS-2283):
   * the next change of members waits for it then, fails without it, and sends it nothing more when
   * it failed; and one that gets a vote would not be heeded when it tells of a newer term. Who is
   * in the group has caught up.
   */
  @Override
  public @Nullable AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat)
      throws RaftLogIOException {
    if (!caughtUp && isMember()) {
      caughtUp = true;
      try {
        CAUGHT_UP.invoke(getFollower());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    AppendEntriesRequestProto request = super.newAppendEntriesRequest(callId, heartbeat);
    if (request != null) {
      told = Math.max(told, request.getLeaderCommit());
    }
    return request;
  }

  private boolean isMember() {
    RaftConfiguration now = getServer().getRaftConf();
    return now.getPeer(getFollowerId(), RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER) != null;
  }

  private static Method caughtUp() {
    try {
      Method method =
          Class.forName("org.apache.ratis.server.impl.FollowerInfoImpl")
              .getDeclaredMethod("catchUp");
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * RATIS-2523: what a follower says it has is not believed when it had more before, so that one
   * that came back with an empty disk is asked the same again for ever.
   */
  @Override
  protected long getNextIndexForInconsistency(long requestFirstIndex, long replyNextIndex) {
    return replyNextIndex == requestFirstIndex && replyNextIndex > RaftLog.LEAST_VALID_LOG_INDEX
        ? replyNextIndex - 1
        : replyNextIndex;
  }
}
