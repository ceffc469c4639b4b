package io.jukung.raftstore;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

/**
 * What is different with a member that has no vote, Ratis' listener, which etcd calls a learner,
 * and what Ratis 3.3.0 does not do for it by itself.
 */
final class Learners {
  /** How many entries a learner may lack and still be in sync enough to get a vote. */
  static final long PROMOTION_LAG = 1_000;

  /** Twice the longest time a voter waits for its leader before it looks for another. */
  private static final long LEADER_LIMIT_MS = 1_400;

  private Learners() {}

  /**
   * The members that one with a new folder knows of. A learner has to know what it is before the
   * group tells: Ratis begins as a voter otherwise, and changes only from learner to voter.
   */
  static List<RaftPeer> first(RaftPeerId self, Peering.Joining joining, String address) {
    return joining.learns()
        ? List.of(
            RaftPeer.newBuilder()
                .setId(self)
                .setAddress(address)
                .setStartupRole(RaftPeerRole.LISTENER)
                .build())
        : List.of();
  }

  /** Who leads, as far as is known here. A learner never notices by itself that nobody does. */
  static Optional<RaftPeerId> leader(DivisionInfo info) {
    return info.isListener() && silenceMs(info) > LEADER_LIMIT_MS
        ? Optional.empty()
        : Optional.ofNullable(info.getLeaderId());
  }

  private static long silenceMs(DivisionInfo info) {
    return info.getRoleInfoProto().getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs();
  }

  /**
   * Ends the thread by which a learner would find out that its leader is lost, which it has no use
   * for: when it gets a vote, Ratis waits for that thread under a lock the thread may be waiting
   * for, and neither ends. To be called once Ratis has started.
   */
  static void endTimer(RaftServer.Division division) {
    ThreadGroup group = division.getThreadGroup();
    Thread[] threads = new Thread[2 * group.activeCount() + 8];
    int count = group.enumerate(threads);
    // Found while it learns, so a timer among them is a learner's.
    if (division.getInfo().isListener()) {
      Arrays.stream(threads, 0, count)
          .map(Objects::requireNonNull)
          .filter(thread -> thread.getName().contains("FollowerState"))
          .forEach(Thread::interrupt);
    }
  }

  /**
   * Fails, as the leader, unless a learner lacks few entries only. etcd asks for the same.
   *
   * @param answers whether the learner answers now
   */
  static void requireInSync(RaftServer.Division division, RaftPeer learner, boolean answers)
      throws RefusedException {
    String name = Identity.nameOf(learner.getId().toString());
    long lacking = committed(division, division.getId()) - committed(division, learner.getId());
    if (lacking > PROMOTION_LAG || !answers) {
      throw new RefusedException(
          "only a learner that is in sync with the leader can be promoted: "
              + name
              + (answers ? " lacks " + lacking + " entries of the log" : " does not answer"));
    }
  }

  private static long committed(RaftServer.Division division, RaftPeerId member) {
    return division.getCommitInfos().stream()
        .filter(info -> RaftPeerId.valueOf(info.getServer().getId()).equals(member))
        .mapToLong(CommitInfoProto::getCommitIndex)
        .max()
        .orElse(-1);
  }
}
