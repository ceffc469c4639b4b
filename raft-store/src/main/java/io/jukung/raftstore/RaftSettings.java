package io.jukung.raftstore;

import io.jukung.raftstore.ratis.TermIndexes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told; the reasons are in this module's DESIGN.md. */
final class RaftSettings {
  /** The longest entry: one transaction of the largest size, and what its encoding adds. */
  static final int MAX_ENTRY_BYTES = 9 << 20;

  static final int SEGMENT_BYTES = 4 << 20;

  private RaftSettings() {}

  /** For a member, which is alone when it has no peering. */
  static RaftProperties of(Path raft, Optional<Peering> peering) {
    return peering.map(p -> peer(raft, p)).orElseGet(() -> alone(raft));
  }

  /** For a group of one, without a port: it leads within milliseconds. */
  private static RaftProperties alone(Path raft) {
    RaftProperties p = common(raft);
    RaftConfigKeys.Rpc.setType(p, new LocalRpc());
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(1));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, millis(2));
    RaftServerConfigKeys.Rpc.setTimeoutMin(p, millis(20));
    RaftServerConfigKeys.Rpc.setTimeoutMax(p, millis(40));
    RaftServerConfigKeys.LeaderElection.setPreVote(p, false);
    // Nobody lags behind: what is applied is not read again.
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 0);
    return p;
  }

  /** For a member among others. */
  private static RaftProperties peer(Path raft, Peering peering) {
    RaftProperties p = common(raft);
    RaftConfigKeys.Rpc.setType(p, new PeerRpc());
    GrpcConfigKeys.Server.setHost(p, peering.bindHost());
    GrpcConfigKeys.Server.setPort(p, peering.port());
    GrpcConfigKeys.setMessageSizeMax(p, SizeInBytes.valueOf(2L * MAX_ENTRY_BYTES));
    // Heartbeats go every half of the minimum, on a connection of their own, and are answered
    // without waiting for the disk.
    RaftServerConfigKeys.Rpc.setTimeoutMin(p, millis(400));
    RaftServerConfigKeys.Rpc.setTimeoutMax(p, millis(700));
    // After a start nobody has led for a while, most likely; where somebody does, the others refuse
    // in the round before the vote.
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(100));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, millis(300));
    RaftServerConfigKeys.Rpc.setRequestTimeout(p, millis(2_000));
    // A leader that has heard of too few others for a while, as on a machine too busy to send, may
    // be the only one with the newest entry: the others would wait for it for ten seconds. It also
    // steps down by itself after a pause of that length, when others lead most likely.
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(p, millis(700));
    // A new member counts once it has the state; that may take a while to send.
    RaftServerConfigKeys.setStagingTimeout(p, TimeDuration.ONE_MINUTE);
    RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(p, TimeDuration.ZERO);
    // Who was away for seconds would be called every five seconds only when it is back, and look
    // for another leader in between.
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, "1ms,10, 100ms,1000000000");
    // A follower puts entries into its log on the connection's thread, see PeerRpc. Its log's queue
    // has room for all that a leader sends without an answer (8 calls), so that thread never waits.
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(p, false);
    RaftServerConfigKeys.Log.Appender.setBufferElementLimit(p, 512);
    RaftServerConfigKeys.Log.setQueueElementLimit(p, 16 * 512);
    RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf(16L * MAX_ENTRY_BYTES));
    RaftServerConfigKeys.Log.setPurgePreservationLogNum(p, peering.keptEntries());
    return p;
  }

  private static RaftProperties common(Path raft) {
    TermIndexes.keepNone(); // There is no setting for it.
    RaftProperties p = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(p, List.of(raft.toFile()));
    // A laptop that slept for a night is no reason to shut down.
    RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(3650, TimeUnit.DAYS));
    // Entries carry their proposer's id and are found again by it; Ratis' own cache of replies is
    // of no use here, and thousands in it are copied by each young collection.
    RaftServerConfigKeys.RetryCache.setExpiryTime(p, millis(1));
    RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf(SEGMENT_BYTES));
    // Zeros are written and synced ahead, while writes wait: a whole segment of them costs more,
    // and
    // makes longer waits, than a new length of the file now and then.
    RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("1MB"));
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
    return p;
  }

  private static TimeDuration millis(long count) {
    return TimeDuration.valueOf(count, TimeUnit.MILLISECONDS);
  }
}
