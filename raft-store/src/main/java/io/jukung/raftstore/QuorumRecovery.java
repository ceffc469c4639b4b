package io.jukung.raftstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;
import org.rocksdb.WriteBatch;

/**
 * Makes a store of one member out of what one member of a lost quorum still has.
 *
 * <p>Everything in its log is applied, also what it does not know to be committed: that may have
 * been acknowledged. Choose the member whose log reaches furthest. The result is another store: the
 * old members, should they come back, can't talk to it and can't outvote it. The log is kept aside.
 */
public final class QuorumRecovery {
  private static final long MEMORY_BYTES = 64 << 20;

  /** How a member meets the others of its old group, as the server remembers it in the folder. */
  static final List<String> PEERS = List.of("peer.properties", "joined");

  private QuorumRecovery() {}

  /**
   * What was done.
   *
   * @param entries the log entries that had to be applied
   * @param revision the newest revision now
   * @param kept where the old log is
   */
  public record Recovered(long entries, long revision, Path kept) {}

  /**
   * Recovers the store in a folder that no process has open.
   *
   * @throws StoreOpenException when it is in use, or the log is damaged
   */
  public static Recovered recover(Path dataDir) throws IOException {
    if (!Files.exists(dataDir.resolve("version"))) {
      throw new IOException(dataDir + " holds no store");
    }
    try (DataFolder folder = DataFolder.open(dataDir)) {
      Path log = RaftFolder.log(folder.raft(), folder.identity());
      LogCheck.check(log, false);
      long entries;
      long revision;
      try (StateDb db = StateDb.open(folder.state(), MEMORY_BYTES)) {
        entries = applyAll(db, log);
        revision = db.state().revision();
        leaveGroup(db);
      }
      Path kept = dataDir.resolve("raft-of-" + folder.identity().cluster());
      Files.move(folder.raft(), kept, StandardCopyOption.ATOMIC_MOVE);
      for (String name : PEERS) {
        if (Files.exists(dataDir.resolve(name))) {
          Files.move(dataDir.resolve(name), kept.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      folder.becomeAnother();
      return new Recovered(entries, revision, kept);
    }
  }

  private static long applyAll(StateDb db, Path log) throws IOException {
    long[] applied = {0};
    for (LogSegmentPath segment : segments(log)) {
      var _ =
          LogSegment.readSegmentFile(
              segment.getPath().toFile(),
              segment.getStartEnd(),
              SizeInBytes.valueOf(RaftSettings.MAX_ENTRY_BYTES),
              CorruptionPolicy.EXCEPTION,
              null,
              entry -> applied[0] += apply(db, entry));
    }
    return applied[0];
  }

  private static int apply(StateDb db, LogEntryProto entry) {
    AppliedState state = db.state();
    if (!entry.hasStateMachineLogEntry() || entry.getIndex() <= state.index()) {
      return 0;
    }
    byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
    LogEntry decoded = LogEntryCodec.decode(bytes);
    boolean counts = decoded.countsIn(entry.getTerm());
    try (EntryRun run = new EntryRun(db, state, counts ? decoded.timeMs() : 0)) {
      if (counts) {
        decoded.commands().forEach(run::apply);
      }
      var _ = run.commit(entry.getTerm(), entry.getIndex());
    }
    return 1;
  }

  /** The new group's log begins at its beginning. */
  private static void leaveGroup(StateDb db) {
    AppliedState state = db.state();
    try (WriteBatch batch = new WriteBatch()) {
      db.putState(
          batch,
          new AppliedState(
              0, -1, state.revision(), state.compacted(), state.timeMs(), state.lastLease()));
      db.write(batch);
    }
    db.flush(true);
  }

  private static List<LogSegmentPath> segments(Path log) throws IOException {
    if (!Files.isDirectory(log)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(log)) {
      return files.map(LogSegmentPath::matchLogSegment).filter(Objects::nonNull).sorted().toList();
    }
  }
}
