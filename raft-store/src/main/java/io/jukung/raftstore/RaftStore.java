package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable {@link Store} in one folder: a Raft group of one, its log made durable before a write
 * is answered, its state in RocksDB.
 *
 * <p>Safe for use by any number of threads. Reads call RocksDB on the caller's thread: short for a
 * key or a page, but a virtual thread holds its carrier meanwhile, so long ranges should be read in
 * pages. Writes are decided and made on Ratis' apply thread; their callers only wait.
 */
public final class RaftStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(RaftStore.class);
  private static final int EXPIRE_LIMIT = 100;
  private static final long RETRY_MS = 5;
  private static final long CLOSE_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);
  private static final long OPEN_LIMIT_SECONDS = 60;

  private final RaftStoreConfig config;
  private final DataFolder folder;
  private final StateDb db;
  private final Gate gate = new Gate();
  private final GroupCommit commits;
  private final Replica replica;
  private final Maintenance maintenance;
  private final ClientId client = ClientId.randomId();
  private final CompletableFuture<RaftNode> node = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean diskLow;

  private RaftStore(RaftStoreConfig config, DataFolder folder, StateDb db) {
    this.config = config;
    this.folder = folder;
    this.db = db;
    this.commits = new GroupCommit(config, this::append, this::retryLater);
    this.replica = new Replica(config, db, gate, commits, client.toByteString(), System::nanoTime);
    this.maintenance = new Maintenance(config, new MaintenanceOwner());
  }

  /**
   * Opens a store; returns when it serves. Takes well under a second, plus what it takes to apply
   * the log written since RocksDB last flushed (a few ten megabytes at most).
   *
   * @throws StoreOpenException when the folder is in use, of a newer format or damaged
   */
  public static RaftStore open(RaftStoreConfig config) {
    DataFolder folder = DataFolder.open(config.dataDir());
    boolean opened = false;
    try {
      folder.requireFree(config.minFreeBytes());
      LogCheck.check(RaftNode.log(folder.raft(), folder.identity()), config.acceptDamagedLog());
      RaftStore store =
          new RaftStore(config, folder, StateDb.open(folder.state(), config.memoryBytes()));
      store.start();
      opened = true;
      return store;
    } finally {
      if (!opened) {
        folder.close();
      }
    }
  }

  @Override
  public long revision() {
    return replica.state().revision();
  }

  @Override
  public long compactedRevision() {
    return replica.state().compacted();
  }

  @Override
  public long readBarrier() {
    // Alone, nobody acknowledges a write that this process has not applied.
    return gate.pass(() -> replica.state().revision());
  }

  @Override
  public Optional<KeyValue> get(Bytes key) {
    return replica.get(key);
  }

  @Override
  public RangeResult range(RangeRequest request) {
    return replica.range(request);
  }

  @Override
  public long count(KeyRange range, long atRevision) {
    return replica.count(range, atRevision);
  }

  /** What this store tells of itself beside its keys; safe for all threads. */
  public StoreInspection inspection() {
    return new StoreInspection(db, gate, config.clock(), folder);
  }

  @Override
  public TxnResult txn(Txn txn) {
    txn.check();
    if (diskLow && txn.puts()) {
      throw new StoreException.Unavailable(
          "less than " + config.minFreeBytes() + " bytes free on the disk of " + config.dataDir());
    }
    return switch (commits.write(new Command.Txn(txn))) {
      case Outcome.Committed committed -> committed.result();
      case Outcome.Done done -> throw new IllegalStateException("transaction answered " + done);
      case Outcome.Failed failed -> throw failed.cause();
    };
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return replica.watch(request, listener);
  }

  @Override
  public void compact(long toRevision) {
    AppliedState now = replica.state();
    if (toRevision <= now.compacted() && !closed.get()) {
      throw new StoreException.Compacted(toRevision, now.compacted());
    }
    var _ = id(commits.write(new Command.Compact(toRevision)));
    maintenance.purgeSoon();
  }

  @Override
  public long grantLease(long ttlSeconds) {
    if (ttlSeconds < 1 || ttlSeconds > MAX_LEASE_SECONDS) {
      throw new StoreException.Invalid(
          "lease needs 1 to " + MAX_LEASE_SECONDS + " seconds, got " + ttlSeconds);
    }
    return id(commits.write(new Command.Grant(ttlSeconds)));
  }

  @Override
  public void keepAlive(long lease) {
    var _ = id(commits.write(new Command.KeepAlive(lease)));
  }

  @Override
  public void revokeLease(long lease) {
    var _ = id(commits.write(new Command.Revoke(lease)));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      StoreException cause = new StoreException.Unavailable("store closed");
      commits.drain(cause, CLOSE_LIMIT_NS);
      maintenance.close();
      replica.hub().close();
      if (node.isDone() && !node.isCompletedExceptionally()) {
        node.join().close();
      }
      commits.stop(cause);
      gate.close();
      try {
        db.flush(true);
      } catch (StateDbException e) {
        LOG.warn("not flushed; the next start applies the log instead", e);
      }
      db.close();
      folder.close();
    }
  }

  /** Whether compacted history is still to be removed from the disk. */
  boolean purging() {
    return replica.purging();
  }

  private void start() {
    boolean started = false;
    try {
      replica.hub().start("raft-store");
      node.complete(RaftNode.start(folder, client, new StoreStateMachine(db, new MachineOwner())));
      ready.get(OPEN_LIMIT_SECONDS, TimeUnit.SECONDS);
      maintenance.start(config.leaseCheck());
      started = true;
    } catch (ExecutionException e) {
      throw new StoreOpenException(
          "the store in " + config.dataDir() + " can't start: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new StoreOpenException(
          "the store in " + config.dataDir() + " did not start in " + OPEN_LIMIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreOpenException("interrupted while opening " + config.dataDir(), e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private void append(Batch batch) {
    node.join().append(batch, commits);
  }

  private void retryLater() {
    maintenance.soon(RETRY_MS, commits::pump);
  }

  private static long id(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.id();
      case Outcome.Committed committed ->
          throw new IllegalStateException("answered with a transaction: " + committed);
      case Outcome.Failed failed -> throw failed.cause();
    };
  }

  /** What Ratis calls. */
  private final class MachineOwner implements StoreStateMachine.Owner {
    @Override
    public void apply(long term, long index, ByteString proposer, long batch, byte[] bytes) {
      replica.apply(term, index, proposer, batch, bytes);
    }

    @Override
    public void ready() {
      ready.complete(true);
    }

    @Override
    public void fault(String what, Throwable cause) {
      LOG.error("the store in {} stops: {}", config.dataDir(), what, cause);
      ready.completeExceptionally(cause);
      commits.stop(new StoreException.Unavailable("store failed: " + what + ": " + cause));
    }
  }

  /** What the maintenance thread does to the store. */
  private final class MaintenanceOwner implements Maintenance.Owner {
    @Override
    public void endLeases() {
      long ended = EXPIRE_LIMIT;
      while (ended == EXPIRE_LIMIT && replica.nextLeaseEndMs() <= config.clock().millis()) {
        ended = id(commits.write(new Command.Expire(EXPIRE_LIMIT)));
      }
    }

    @Override
    public boolean purgeSlice() {
      return replica.purgeSlice();
    }

    @Override
    public void checkDisk() {
      boolean low = folder.freeBytes().orElse(Long.MAX_VALUE) < config.minFreeBytes();
      if (low != diskLow) {
        diskLow = low;
        LOG.warn("disk of {} {}", config.dataDir(), low ? "is nearly full" : "has room again");
      }
    }

    @Override
    public long revision() {
      return replica.state().revision();
    }

    @Override
    public void compact(long revision) {
      RaftStore.this.compact(revision);
    }

    @Override
    public long nowMs() {
      return config.clock().millis();
    }
  }
}
