package io.jukung.raftstore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What Ratis sees of the store. Its calls come from Ratis' threads; entries are applied one after
 * another by its state machine updater.
 *
 * <p>A snapshot is a fact, not an act: RocksDB flushes its families together when its buffers are
 * full, and a snapshot is reported once the flushed record of the applied index says so. Only then
 * may Ratis delete that part of the log.
 */
final class StoreStateMachine extends BaseStateMachine {
  /** How much is applied between two looks at what RocksDB has flushed. */
  private static final long LOOK_BYTES = 1 << 20;

  /** How much may be applied without a flush before one is asked for. */
  private static final long FLUSH_BYTES = 64 << 20;

  /** The store behind this. */
  interface Owner {
    /** Applies an entry; {@code client} and {@code batch} are the proposer's mark. */
    void apply(long term, long index, ByteString client, long batch, byte[] entry);

    /** This member leads and has applied all there was before. */
    void ready();

    /** Nothing can be applied or logged any more. */
    void fault(String what, Throwable cause);
  }

  private final StateDb db;
  private final Owner owner;
  private volatile TermIndex snapshot;

  // Touched by the apply thread only.
  private long bytesSinceLook;
  private long bytesSinceFlush;

  StoreStateMachine(StateDb db, Owner owner) {
    this.db = db;
    this.owner = owner;
    AppliedState state = db.state();
    snapshot = TermIndex.valueOf(state.term(), state.index());
    setLastAppliedTermIndex(snapshot);
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    TransactionContext.Builder context =
        TransactionContext.newBuilder().setStateMachine(this).setClientRequest(request);
    if (request.getMessage() instanceof BatchMessage message) {
      context.setStateMachineContext(message.batch());
    }
    return context.build();
  }

  @Override
  public TransactionContext preAppendTransaction(TransactionContext context) {
    if (context.getStateMachineContext() instanceof Batch batch) {
      batch.markAppended();
    }
    return context;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext context) {
    LogEntryProto entry = context.getLogEntry();
    try {
      var logged = entry.getStateMachineLogEntry();
      byte[] data = logged.getLogData().toByteArray();
      owner.apply(
          entry.getTerm(), entry.getIndex(), logged.getClientId(), logged.getCallId(), data);
      bytesSinceLook += data.length;
      bytesSinceFlush += data.length;
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
      return CompletableFuture.completedFuture(Message.EMPTY);
    } catch (RuntimeException e) {
      owner.fault("entry " + entry.getIndex() + " can't be applied", e);
      throw e;
    }
  }

  @Override
  public long takeSnapshot() {
    if (bytesSinceLook < LOOK_BYTES) {
      return RaftLog.INVALID_LOG_INDEX;
    }
    bytesSinceLook = 0;
    AppliedState persisted = db.persistedState();
    if (persisted.index() > snapshot.getIndex()) {
      bytesSinceFlush = 0;
      snapshot = TermIndex.valueOf(persisted.term(), persisted.index());
      return persisted.index();
    }
    if (bytesSinceFlush >= FLUSH_BYTES) {
      bytesSinceFlush = 0;
      db.flush(false);
    }
    return RaftLog.INVALID_LOG_INDEX;
  }

  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    TermIndex at = snapshot;
    return at.getIndex() < 0 ? null : new FlushedState(at);
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return new NoFiles(this);
  }

  @Override
  public void notifyLeaderReady() {
    owner.ready();
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    owner.fault("the log can't be written", cause);
  }

  /** All up to a place in the log is on disk in RocksDB. */
  private record FlushedState(TermIndex at) implements SnapshotInfo {
    @Override
    public TermIndex getTermIndex() {
      return at;
    }

    @Override
    public List<FileInfo> getFiles() {
      return List.of();
    }
  }

  /** Ratis keeps no file of ours. */
  private record NoFiles(StoreStateMachine machine) implements StateMachineStorage {
    @Override
    public void init(RaftStorage raftStorage) {}

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
      return machine.getLatestSnapshot();
    }

    @Override
    public void format() {}

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {}
  }
}
