package io.jukung.raftstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log on Ratis, set up for a group of one. */
final class RaftNode implements Consensus {
  /** The longest entry: one transaction of the largest size, and what its encoding adds. */
  static final int MAX_ENTRY_BYTES = 9 << 20;

  static final int SEGMENT_BYTES = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RaftNode.class);

  private final Replica replica;
  private final RaftServer server;
  private final RaftServer.Division division;
  private final RaftClientAsynchronousProtocol requests;
  private final RaftPeerId self;

  private RaftNode(Replica replica, RaftServer server, RaftGroupId group) throws IOException {
    this.replica = replica;
    this.server = server;
    this.self = server.getId();
    this.division = server.getDivision(group);
    // The division itself: asking the server goes through two more thread pools.
    this.requests = (RaftClientAsynchronousProtocol) division;
  }

  /** Starts Ratis; it elects itself within milliseconds. */
  static RaftNode start(DataFolder folder, Replica replica) {
    DataFolder.Identity identity = folder.identity();
    RaftGroupId group = RaftGroupId.valueOf(identity.cluster());
    RaftPeerId self = RaftPeerId.valueOf(identity.member());
    RaftPeer peer = RaftPeer.newBuilder().setId(self).build();
    boolean formatted = Files.exists(metadata(folder.raft(), identity));
    Optional<RaftServer> server = Optional.empty();
    try {
      RaftServer built =
          RaftServer.newBuilder()
              .setServerId(self)
              .setGroup(RaftGroup.valueOf(group, peer))
              .setStateMachine(new StoreStateMachine(replica))
              .setProperties(properties(folder.raft()))
              .setOption(
                  formatted ? RaftStorage.StartupOption.RECOVER : RaftStorage.StartupOption.FORMAT)
              .build();
      server = Optional.of(built);
      built.start();
      return new RaftNode(replica, built, group);
    } catch (IOException | RuntimeException e) {
      server.ifPresent(RaftNode::closeQuietly);
      throw new StoreOpenException(
          "the log in " + folder.raft() + " can't be opened: " + rootCause(e), e);
    }
  }

  private static String rootCause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static void closeQuietly(RaftServer server) {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Ratis did not close cleanly", e);
    }
  }

  @Override
  public Leadership leadership() {
    DivisionInfo info = division.getInfo();
    return new Leadership(
        info.getCurrentTerm(),
        Optional.ofNullable(info.getLeaderId()).map(RaftPeerId::toString),
        info.isLeaderReady());
  }

  @Override
  public boolean alone() {
    return true;
  }

  @Override
  public void propose(Proposal proposal, Runnable refused) {
    if (proposal.term() != division.getInfo().getCurrentTerm()) {
      refused.run();
      return;
    }
    Proposed proposed = Proposed.of(proposal, replica.seal(proposal));
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(ClientId.valueOf(ByteString.copyFrom(proposal.client().array())))
            .setServerId(self)
            .setGroupId(division.getMemberId().getGroupId())
            .setCallId(proposal.id())
            .setMessage(proposed)
            .setType(RaftClientRequest.writeRequestType())
            .build();
    try {
      var _ =
          requests
              .submitClientRequestAsync(request)
              .whenComplete(
                  (reply, error) -> {
                    if (error != null || !reply.isSuccess()) {
                      LOG.debug("batch {} not taken: {} {}", proposal.id(), reply, error);
                      refuse(proposed, refused);
                    }
                  });
    } catch (IOException | RuntimeException e) {
      LOG.debug("batch {} not taken", proposal.id(), e);
      refuse(proposed, refused);
    }
  }

  /** What may be in the log is for apply to find, or for a later term to rule out. */
  private static void refuse(Proposed proposed, Runnable refused) {
    if (!proposed.appended().get()) {
      refused.run();
    }
  }

  @Override
  public void close() {
    CountDownLatch closed = new CountDownLatch(1);
    Thread.ofVirtual().name("raft-store-close").start(() -> endLogWorker(closed));
    closeQuietly(server);
    closed.countDown();
  }

  /**
   * Ratis' log worker looks only once a second whether it should end; an interrupt makes it look at
   * once. Nothing is on its way to the log by now.
   */
  private void endLogWorker(CountDownLatch closed) {
    try {
      for (int i = 0; i < 100 && !closed.await(10, TimeUnit.MILLISECONDS); i++) {
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(self + "@"))
            .filter(thread -> thread.getName().endsWith("-SegmentedRaftLogWorker"))
            .forEach(Thread::interrupt);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The folder of the log's files. */
  static Path log(Path raft, DataFolder.Identity identity) {
    return raft.resolve(identity.cluster().toString()).resolve("current");
  }

  private static Path metadata(Path raft, DataFolder.Identity identity) {
    return log(raft, identity).resolve("raft-meta");
  }

  private static RaftProperties properties(Path raft) {
    RaftProperties p = new RaftProperties();
    RaftConfigKeys.Rpc.setType(p, new LocalRpc());
    RaftServerConfigKeys.setStorageDir(p, List.of(raft.toFile()));
    // A laptop that slept for a night is no reason to shut down.
    RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(3650, TimeUnit.DAYS));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(1));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, millis(2));
    RaftServerConfigKeys.Rpc.setTimeoutMin(p, millis(20));
    RaftServerConfigKeys.Rpc.setTimeoutMax(p, millis(40));
    RaftServerConfigKeys.LeaderElection.setPreVote(p, false);
    // Entries carry their proposer's id and are found again by it; Ratis' own cache of replies is
    // of no use here.
    RaftServerConfigKeys.RetryCache.setExpiryTime(p, TimeDuration.valueOf(1, TimeUnit.SECONDS));
    log(p);
    return p;
  }

  private static void log(RaftProperties p) {
    RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf(SEGMENT_BYTES));
    RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("4MB"));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 1);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf(SEGMENT_BYTES));
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf(MAX_ENTRY_BYTES));
    RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf(MAX_ENTRY_BYTES + 1024));
    // Off: each commit would write, and sync, one more entry that says so.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
    RaftServerConfigKeys.Log.setPurgeGap(p, 1);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(p, false);
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(p, 1);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(p, false);
  }

  private static TimeDuration millis(long count) {
    return TimeDuration.valueOf(count, TimeUnit.MILLISECONDS);
  }
}
