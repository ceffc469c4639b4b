package io.jukung.raftstore;

import io.jukung.raftstore.Consensus.Place;
import io.jukung.raftstore.ratis.LentArrays;
import io.jukung.raftstore.ratis.LogCache;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ratis sees of the store. Its calls come from Ratis' threads; entries are applied one after
 * another by its state machine updater.
 *
 * <p>A snapshot is a fact, not an act: RocksDB flushes its families together when its buffers are
 * full, and a snapshot is reported once the flushed record of the applied index says so. Only then
 * may Ratis delete that part of the log.
 */
final class StoreStateMachine extends BaseStateMachine {
  private static final Logger LOG = LoggerFactory.getLogger(StoreStateMachine.class);

  /** How much is applied between two looks at what RocksDB has flushed. */
  private static final long LOOK_BYTES = 1 << 20;

  /** How much may be applied without a flush before one is asked for. */
  private static final long FLUSH_BYTES = 64 << 20;

  /** Gets the state of another member. */
  interface Fetch {
    /**
     * Gets it from the member at an address and installs it with {@link #install}.
     *
     * @return the place it is at
     */
    Place from(String address) throws IOException;
  }

  private final Consensus.Replica replica;
  private final Fetch fetch;
  private final Runnable leads;
  private final Object order = new Object();
  private volatile TermIndex snapshot;
  private volatile boolean stalled;
  private volatile Optional<LogCache> cache = Optional.empty();

  // Touched by who applies only.
  private long bytesSinceLook;
  private long bytesSinceFlush;

  /**
   * The machine over a replica.
   *
   * @param leads run when this member begins to lead, by the thread that applies
   */
  StoreStateMachine(Consensus.Replica replica, Fetch fetch, Runnable leads) {
    this.replica = replica;
    this.fetch = fetch;
    this.leads = leads;
    snapshot = termIndex(replica.applied());
    setLastAppliedTermIndex(snapshot);
  }

  /** Before Ratis starts: applied entries need not be kept in its cache. */
  void dropsApplied(LogCache from) {
    cache = Optional.of(from);
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    TransactionContext.Builder context =
        TransactionContext.newBuilder().setStateMachine(this).setClientRequest(request);
    if (request.getMessage() instanceof Proposed proposed) {
      context.setStateMachineContext(proposed);
    }
    return context.build();
  }

  @Override
  public TransactionContext preAppendTransaction(TransactionContext context) {
    if (context.getStateMachineContext() instanceof Proposed proposed) {
      proposed.appended().set(true);
    }
    return context;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext context) {
    LogEntryProto entry = context.getLogEntry();
    try {
      var logged = entry.getStateMachineLogEntry();
      byte[][] data = LentArrays.of(logged.getLogData());
      synchronized (order) {
        // What an installed state has already is not applied again.
        if (entry.getIndex() > replica.applied().index()) {
          replica.apply(
              new Place(entry.getTerm(), entry.getIndex()),
              Bytes.wrap(logged.getClientId().toByteArray()),
              logged.getCallId(),
              data);
        }
      }
      bytesSinceLook += logged.getLogData().size();
      bytesSinceFlush += logged.getLogData().size();
      advance(entry.getTerm(), entry.getIndex());
      cache.ifPresent(kept -> kept.applied(TermIndex.valueOf(entry)));
      return CompletableFuture.completedFuture(Message.EMPTY);
    } catch (RuntimeException e) {
      replica.fault("entry " + entry.getIndex() + " can't be applied", e);
      throw e;
    }
  }

  @Override
  public long takeSnapshot() {
    if (bytesSinceLook < LOOK_BYTES) {
      return RaftLog.INVALID_LOG_INDEX;
    }
    bytesSinceLook = 0;
    stalled = replica.stalled();
    Place persisted = replica.persisted();
    if (persisted.index() > snapshot.getIndex()) {
      bytesSinceFlush = 0;
      snapshot = termIndex(persisted);
      return persisted.index();
    }
    if (bytesSinceFlush >= FLUSH_BYTES) {
      bytesSinceFlush = 0;
      replica.persist();
    }
    return RaftLog.INVALID_LOG_INDEX;
  }

  /** Whether what is applied next may have to wait for the disk, as of some time ago. */
  boolean stalled() {
    return stalled;
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
  public void notifyTermIndexUpdated(long term, long index) {
    synchronized (order) {
      if (index > replica.applied().index()) {
        replica.passed(new Place(term, index));
      }
    }
    advance(term, index);
  }

  /** Replaces the state by a newer one; Ratis is told of it by who asked for it. */
  Place install(Path folder) {
    synchronized (order) {
      replica.install(folder);
      return replica.applied();
    }
  }

  @Override
  public CompletableFuture<@Nullable TermIndex> notifyInstallSnapshotFromLeader(
      RoleInfoProto role, TermIndex firstInLog) {
    String address = role.getFollowerInfo().getLeaderInfo().getId().getAddress();
    CompletableFuture<@Nullable TermIndex> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("raft-store-install")
        .start(
            () -> {
              try {
                Place place = fetch.from(address);
                // Of a store that nothing was written to there is only the log: no state, to Ratis.
                done.complete(place.index() < 0 ? null : termIndex(place));
              } catch (IOException | RuntimeException e) {
                LOG.warn("no state from {}: {}", address, e.toString());
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() {
    snapshot = termIndex(replica.applied());
    setLastAppliedTermIndex(snapshot);
  }

  private void advance(long term, long index) {
    if (index > getLastAppliedTermIndex().getIndex()) {
      updateLastAppliedTermIndex(term, index);
    }
  }

  @Override
  public void notifyLeaderReady() {
    leads.run();
    replica.leadershipChanged();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId group, RaftPeerId leader) {
    replica.leadershipChanged();
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    replica.fault("the log can't be written", cause);
  }

  private static TermIndex termIndex(Place place) {
    return TermIndex.valueOf(place.term(), place.index());
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
