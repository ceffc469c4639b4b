package io.jukung.raftstore;

import java.lang.reflect.Method;
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

/**
 * Sends the log to one follower or learner as Ratis 3.3.0 does, but for three of its bugs. Safe for
 * use by any thread.
 */
final class PeerLogAppender extends GrpcLogAppender {
  private static final Method CAUGHT_UP = caughtUp();

  private final Signal wake = new Signal("appender");
  private volatile boolean started;
  private volatile boolean caughtUp;

  PeerLogAppender(RaftServer.Division server, LeaderState leader, FollowerInfo follower) {
    super(server, new CommitNews(leader), follower);
    DirectAnswers.of(this);
  }

  @Override
  public AwaitForSignal getEventAwaitForSignal() {
    return wake;
  }

  /**
   * Wakes the sending thread only when there is something to send. Ratis wakes it for every answer
   * and for every step of every follower's commit.
   */
  @Override
  public void notifyLogAppender() {
    if (shouldSendAppendEntries()) {
      wake.signal();
    }
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
  public AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat)
      throws RaftLogIOException {
    if (!caughtUp && isMember()) {
      caughtUp = true;
      try {
        CAUGHT_UP.invoke(getFollower());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return super.newAppendEntriesRequest(callId, heartbeat);
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
