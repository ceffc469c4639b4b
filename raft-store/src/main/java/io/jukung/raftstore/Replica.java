package io.jukung.raftstore;

import io.jukung.raftstore.Consensus.Place;
import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.watch.History;
import io.jukung.storage.watch.WatchHub;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between the log and the store's callers: the state, its watches and the writes that
 * wait for it. It starts no thread, knows no transport and blocks nobody, so one thread can drive
 * it as well as many.
 *
 * <p>Entries are applied by one thread at a time; everything else is safe for all threads.
 */
final class Replica implements Consensus.Replica {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  /** The rest of the store. */
  interface Owner {
    /** Leadership may have changed. */
    void leadershipChanged();

    /**
     * The store was compacted by an entry of the log, so that all members are here once.
     *
     * @param view shows the state as it is now; to be closed by who takes it
     */
    void compacted(AppliedState state, Supplier<StateDb.Moment> view);

    /** The hash taken at an index of the log, if there is one. */
    Optional<String> hash(long index);

    /** Nothing may read the database outside the gate until {@link #installed}. */
    void installing();

    /** Goes on after {@link #installing}. */
    void installed();

    /** The store can't go on. */
    void fault(String what, Throwable cause);
  }

  /** Where the state is kept. */
  interface Home {
    /** Takes a whole state, which the next start finds in place of the old one, if not sooner. */
    void keepForInstall(Path whole);

    /** Puts a state kept into place, the old one being closed, and opens it. */
    StateDb openInstalled();
  }

  private final Gate gate;
  private final GroupCommit commits;
  private final Bytes here;
  private final WatchHub hub;
  private final InstantSource clock;
  private final Home home;
  private final Owner owner;
  private final FreedSpace freed = new FreedSpace();
  private volatile AppliedState state;
  private volatile long nextLeaseEndMs;

  // Touched by who applies only.
  private StateDb db;
  private long term;

  /**
   * A replica as its database has it.
   *
   * @param here marks the entries this process proposes
   * @param nanoTime counts the watches' interval of progress
   */
  Replica(
      RaftStoreConfig config,
      Home home,
      StateDb db,
      Gate gate,
      GroupCommit commits,
      Bytes here,
      LongSupplier nanoTime,
      Owner owner) {
    this.clock = config.clock();
    this.home = home;
    this.db = db;
    this.gate = gate;
    this.commits = commits;
    this.here = here;
    this.owner = owner;
    this.state = db.state();
    this.term = state.term();
    this.nextLeaseEndMs = LeaseRun.nextEndMs(db);
    this.hub = new WatchHub(state.revision(), config.watches(), new WatchHistory(), nanoTime);
  }

  AppliedState state() {
    return state;
  }

  /** When the next lease ends, in milliseconds since 1970; {@link Long#MAX_VALUE} without any. */
  long nextLeaseEndMs() {
    return nextLeaseEndMs;
  }

  WatchHub hub() {
    return hub;
  }

  Optional<KeyValue> get(Bytes key) {
    return gate.pass(
        now -> {
          byte[] record = now.get(Family.CURRENT, key.array());
          if (record == null) {
            return Optional.<KeyValue>empty();
          }
          KeyValue found = Records.version(key, record, false);
          awaitPublished(found.modRevision());
          return Optional.of(found);
        });
  }

  RangeResult range(RangeRequest request) {
    return gate.pass(now -> StateRanges.range(now, request, this::awaitPublished));
  }

  long count(KeyRange range, long atRevision) {
    return gate.pass(now -> StateRanges.count(now, range, atRevision));
  }

  Watch watch(WatchRequest request, WatchListener listener) {
    return gate.pass(
        now -> {
          long start =
              request.startRevision() == 0 ? state.revision() + 1 : request.startRevision();
          return hub.watch(new WatchRequest(request.range(), start, request.previous()), listener);
        });
  }

  /** Removes a slice of compacted history; true when there is more. For one thread. */
  boolean purgeSlice() {
    return gate.pass(
        now -> {
          boolean more = Purger.slice(now, state.compacted());
          if (!more) {
            freed.look(now, state.revision());
          }
          return more;
        });
  }

  /** Whether compacted history is still to be removed from the disk. */
  boolean purging() {
    return gate.pass(now -> now.purged() < state.compacted());
  }

  @Override
  public byte[] head(Consensus.Proposal proposal) {
    return LogEntryCodec.head(proposal.term(), clock.millis());
  }

  @Override
  public Place applied() {
    return state.place();
  }

  @Override
  public boolean stalled() {
    return gate.pass(
        now ->
            Stream.of("rocksdb.is-write-stopped", "rocksdb.actual-delayed-write-rate")
                .anyMatch(name -> now.property(StateDb.Family.CURRENT, name).orElse(0L) > 0));
  }

  @Override
  public Place persisted() {
    return gate.pass(StateDb::persistedState).place();
  }

  @Override
  public void persist() {
    gate.pass(
        now -> {
          now.flush(false);
          return true;
        });
  }

  @Override
  public void apply(Place place, Bytes proposer, long id, byte[]... bytes) {
    passed(place);
    LogEntry entry = LogEntryCodec.decode(bytes);
    boolean counts = entry.countsIn(place.term());
    try (EntryRun run = new EntryRun(db, state, counts ? entry.timeMs() : 0, hub.wantsPrevious())) {
      if (counts) {
        entry.commands().forEach(run::apply);
      }
      long compacted = state.compacted();
      state = run.commit(place.term(), place.index());
      if (state.compacted() > compacted) {
        owner.compacted(state, db::momentToPass);
      }
      if (run.leasesChanged()) {
        nextLeaseEndMs = LeaseRun.nextEndMs(db);
      }
      hub.publish(run.changes());
      if (proposer.equals(here)) {
        if (counts) {
          commits.applied(id, run.outcomes());
        } else {
          commits.refused(id);
        }
      }
    }
  }

  @Override
  public void passed(Place place) {
    if (place.term() > term) {
      term = place.term();
      commits.termPassed(term);
    }
  }

  @Override
  public void leadershipChanged() {
    owner.leadershipChanged();
  }

  @Override
  public Optional<String> hash(long index) {
    return owner.hash(index);
  }

  @Override
  public void checkpoint(Path target) {
    boolean _ =
        gate.pass(
            now -> {
              now.checkpoint(target);
              return true;
            });
  }

  @Override
  public void install(Path source) {
    home.keepForInstall(source);
    owner.installing();
    gate.replace(
        old -> {
          old.close();
          db = home.openInstalled();
          AppliedState installed = db.state();
          LOG.info("installed the state at {} in place of that at {}", installed, state);
          state = installed;
          term = installed.term();
          nextLeaseEndMs = LeaseRun.nextEndMs(db);
          return db;
        });
    owner.installed();
    hub.jump(state.revision());
    // What is on its way may be in there, and its outcomes are not.
    commits.lost("this member has taken over another one's state");
  }

  @Override
  public void fault(String what, Throwable cause) {
    owner.fault(what, cause);
  }

  /** A reader may see what apply has just written a moment before its revision is published. */
  private void awaitPublished(long revision) {
    while (state.revision() < revision) {
      Thread.onSpinWait();
    }
  }

  /** What the hub reads for watches that are behind. */
  private final class WatchHistory implements History {
    @Override
    public long compactedRevision() {
      return state.compacted();
    }

    @Override
    public Page read(KeyRange range, long fromRevision, long toRevision) {
      return gate.pass(
          now -> {
            try (StateDb.Moment moment = now.moment()) {
              return StateHistory.read(moment, range, fromRevision, toRevision);
            }
          });
    }
  }
}
