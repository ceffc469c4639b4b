package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.ReadRounds;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable {@link Store} in one folder, alone or as a member of a group: a replicated log made
 * durable before a write is answered, the state in RocksDB.
 *
 * <p>Safe for use by any number of threads. Reads call RocksDB on the caller's thread: short for a
 * key or a page, but a virtual thread holds its carrier meanwhile, so long ranges should be read in
 * pages. Writes are decided and made on the log's apply thread; their callers only wait.
 */
public final class RaftStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(RaftStore.class);
  private static final long RETRY_MS = 5;
  private static final long CLOSE_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(60);

  private final RaftStoreConfig config;
  private final DataFolder folder;
  private final Gate gate;
  private final GroupCommit commits;
  private final ReadRounds barriers = new ReadRounds(this::confirm);
  private final Maintenance maintenance;
  private final Replica replica;
  private final CompletableFuture<Consensus> consensus = new CompletableFuture<>();
  private final Readiness readiness = new Readiness();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReplicaChecks checks = new ReplicaChecks(this::membership);
  private final StoreUpkeep upkeep;

  private RaftStore(RaftStoreConfig config, DataFolder folder, StateDb db) {
    this.config = config;
    this.folder = folder;
    this.gate = new Gate(db);
    Bytes client = Consensus.Proposal.newClient();
    this.upkeep = new StoreUpkeep(this, config, folder, readiness, checks);
    this.maintenance = new Maintenance(config, upkeep);
    this.commits = new GroupCommit(config, new ProposalLog(client), this::retryLater);
    this.replica =
        new Replica(
            config,
            folder.home(config.memoryBytes()),
            db,
            gate,
            commits,
            client,
            System::nanoTime,
            new ReplicaEvents(this, config, readiness, commits, checks));
  }

  /**
   * Opens a store. Alone, it serves when this returns; a member among others may have to wait for
   * them, which {@link #awaitReady} does. Takes well under a second, plus what it takes to apply
   * the log written since RocksDB last flushed (a few ten megabytes at most).
   *
   * @throws StoreOpenException when the folder is in use, of a newer format or damaged
   */
  public static RaftStore open(RaftStoreConfig config) {
    return open(
        config, folder -> replica -> new GrowingNode(folder, config.peering(), replica, List.of()));
  }

  /** Opens a store on the log that is made for its folder. */
  static RaftStore open(RaftStoreConfig config, Function<DataFolder, Consensus.Factory> log) {
    DataFolder folder = DataFolder.open(config.dataDir(), () -> Identity.of(config.peering()));
    boolean opened = false;
    try {
      folder.requireFree(config.minFreeBytes());
      LogCheck.check(RaftFolder.log(folder.raft(), folder.identity()), config.acceptDamagedLog());
      StateDb db = StateDb.open(folder.state(), config.memoryBytes());
      requireLog(folder, db);
      RaftStore store = open(config, folder, db, log.apply(folder));
      opened = true;
      return store;
    } finally {
      if (!opened) {
        folder.close();
      }
    }
  }

  /**
   * A state whose log is gone is the past at best; as a member it would have forgotten its votes.
   */
  private static void requireLog(DataFolder folder, StateDb db) {
    if (!RaftFolder.formatted(folder) && db.state().index() >= 0) {
      db.close();
      throw new StoreOpenException(
          "the log in "
              + folder.raft()
              + " is gone: if others hold the store, remove this member there and start it in a new"
              + " folder; else 'jukung store recover' makes a store of what is left");
    }
  }

  /**
   * Opens a store on any log; folder and database are the store's from here on, if this fails, too.
   */
  static RaftStore open(
      RaftStoreConfig config, DataFolder folder, StateDb db, Consensus.Factory log) {
    RaftStore store = new RaftStore(config, folder, db);
    store.start(log);
    return store;
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
    return alone() ? gate.pass(db -> revision()) : barriers.confirmed();
  }

  @Override
  public Optional<KeyValue> get(Bytes key) {
    return replica.get(key);
  }

  @Override
  public RangeResult range(RangeRequest request) {
    catchUp(request.revision());
    return replica.range(request);
  }

  @Override
  public long count(KeyRange range, long atRevision) {
    catchUp(atRevision);
    return replica.count(range, atRevision);
  }

  /** What this store tells of itself beside its keys; safe for all threads. */
  public StoreInspection inspection() {
    return new StoreInspection(gate, config.clock(), folder);
  }

  /** What this store does beyond what every store does; safe for all threads. */
  public StoreExtras extras() {
    return new StoreExtras(this, folder, upkeep);
  }

  @Override
  public TxnResult txn(Txn txn) {
    checkTxn(txn);
    return result(write(new Command.Txn(txn)));
  }

  /**
   * Commits a transaction as {@link #txn} does, without a thread that waits.
   *
   * @param then is handed, once, what returns the result or throws what {@link #txn} would; often
   *     on the thread that applies the log, so it must not wait for anything
   * @throws StoreException when nothing was sent; {@code then} is not called
   */
  public void txnThen(Txn txn, Consumer<Supplier<TxnResult>> then) {
    checkTxn(txn);
    checkLed();
    commits.submit(
        new Command.Txn(txn),
        outcome -> {
          try {
            then.accept(() -> result(outcome));
          } catch (RuntimeException e) {
            LOG.error("whoever waited for a transaction could not take its result", e);
          }
        });
  }

  void checkTxn(Txn txn) {
    txn.check();
    if (upkeep.diskLow() && txn.puts()) {
      throw new StoreException.Unavailable(
          "less than " + config.minFreeBytes() + " bytes free on the disk of " + config.dataDir());
    }
  }

  static TxnResult result(Outcome outcome) {
    return switch (outcome) {
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
    var _ = write(new Command.Compact(toRevision)).id();
    maintenance.purgeSoon();
  }

  @Override
  public long grantLease(long ttlSeconds) {
    return extras().grantLease(ttlSeconds, 0);
  }

  @Override
  public void keepAlive(long lease) {
    var _ = write(new Command.KeepAlive(lease)).id();
  }

  @Override
  public void revokeLease(long lease) {
    var _ = write(new Command.Revoke(lease)).id();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      StoreException cause = new StoreException.Unavailable("store closed");
      commits.drain(cause, CLOSE_LIMIT_NS);
      maintenance.close();
      checks.close();
      replica.hub().close();
      if (consensus.isDone() && !consensus.isCompletedExceptionally()) {
        consensus.join().close();
      }
      commits.stop(cause);
      StateDb db = gate.close();
      try {
        db.flush(true);
      } catch (StateDbException e) {
        LOG.warn("not flushed; the next start applies the log instead", e);
      }
      db.close();
      folder.close();
    }
  }

  /** The group this store is a member of; safe for all threads. */
  public StoreGroup group() {
    return new StoreGroup(membership(), checks);
  }

  /** Who leads, as far as this member knows. */
  Consensus.Leadership leadership() {
    return consensus.join().leadership();
  }

  /** Whether compacted history is still to be removed from the disk. */
  boolean purging() {
    return replica.purging();
  }

  private void start(Consensus.Factory log) {
    boolean started = false;
    try {
      replica.hub().start("raft-store");
      consensus.complete(log.start(replica));
      leadershipChanged();
      if (config.peering().isEmpty() && !awaitReady(OPEN_LIMIT)) {
        throw new StoreOpenException(
            "the store in " + config.dataDir() + " did not start in " + OPEN_LIMIT);
      }
      maintenance.start(config.leaseCheck());
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * Waits until this member knows a leader and has applied all that was acknowledged before.
   *
   * @return false when that takes longer
   * @throws StoreOpenException when the store can't ever, or the thread is interrupted
   */
  public boolean awaitReady(Duration limit) {
    try {
      return readiness.await(
          limit,
          () -> {
            long _ = readBarrier();
          });
    } catch (ExecutionException e) {
      throw new StoreOpenException(
          "the store in " + config.dataDir() + " can't start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreOpenException("interrupted while opening " + config.dataDir(), e);
    }
  }

  Outcome write(Command command) {
    checkLed();
    return commits.write(command);
  }

  private void checkLed() {
    readiness.leadership(leadership(), alone());
    readiness.check();
  }

  boolean alone() {
    return consensus.join().alone();
  }

  /** One round for the barriers: an entry that changes nothing, applied here. */
  private long confirm() {
    try {
      return write(new Command.Barrier()).id();
    } catch (StoreException.Uncertain e) {
      throw new StoreException.Unavailable("no quorum confirmed the newest revision in time");
    }
  }

  /** What another member has acknowledged may not be here yet: that is asked for. */
  private void catchUp(long asked) {
    if (asked > revision() && !alone()) {
      long _ = readBarrier();
    }
  }

  void leadershipChanged() {
    // Called early, too: whoever is not here yet looks when it is.
    if (consensus.isDone()) {
      readiness.leadership(leadership(), alone());
      commits.pump();
    }
  }

  Membership membership() {
    return (Membership) consensus.join();
  }

  Replica replica() {
    return replica;
  }

  private void retryLater() {
    maintenance.soon(RETRY_MS, commits::pump);
  }

  private final class ProposalLog implements GroupCommit.Log {
    private final Bytes client;

    ProposalLog(Bytes client) {
      this.client = client;
    }

    @Override
    public long term() {
      return consensus.join().leadership().term();
    }

    @Override
    public void append(Batch batch) {
      Bytes commands = Bytes.wrap(batch.encode());
      var proposal =
          new Consensus.Proposal(client, batch.id(), batch.term(), commands, batch.quick());
      consensus.join().propose(proposal, () -> commits.refused(batch.id()));
    }
  }
}
