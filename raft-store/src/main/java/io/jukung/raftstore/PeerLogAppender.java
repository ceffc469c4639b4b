package io.jukung.raftstore;

import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * Sends the log to one follower as Ratis 3.3.0 does, but for two of its bugs. Safe for use by any
 * thread.
 */
final class PeerLogAppender extends GrpcLogAppender {
  private volatile boolean started;

  PeerLogAppender(RaftServer.Division server, LeaderState leader, FollowerInfo follower) {
    super(server, new CommitNews(leader), follower);
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
