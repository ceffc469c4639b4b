package io.jukung.raftstore;

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
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * What stands between the log and the store's callers: the state, its watches and the writes that
 * wait for it. It starts no thread, knows no transport and blocks nobody, so one thread can drive
 * it as well as many.
 *
 * <p>Entries are applied by one thread at a time; everything else is safe for all threads.
 */
final class Replica {
  private final StateDb db;
  private final Gate gate;
  private final GroupCommit commits;
  private final ByteString here;
  private final WatchHub hub;
  private final Purger purger;
  private volatile AppliedState state;
  private volatile long nextLeaseEndMs;

  /**
   * A replica as its database has it.
   *
   * @param here marks the entries this process proposes
   * @param nanoTime counts the watches' interval of progress
   */
  Replica(
      RaftStoreConfig config,
      StateDb db,
      Gate gate,
      GroupCommit commits,
      ByteString here,
      LongSupplier nanoTime) {
    this.db = db;
    this.gate = gate;
    this.commits = commits;
    this.here = here;
    this.state = db.state();
    this.nextLeaseEndMs = LeaseRun.nextEndMs(db);
    this.purger = new Purger(db);
    this.hub = new WatchHub(state.revision(), config.watches(), new WatchHistory(), nanoTime);
  }

  /**
   * Applies an entry and tells watches and callers.
   *
   * @param proposer whose entry it is
   * @param batch the proposer's number for it
   */
  void apply(long term, long index, ByteString proposer, long batch, byte[] bytes) {
    LogEntry entry = LogEntryCodec.decode(bytes);
    try (EntryRun run = new EntryRun(db, state, entry.timeMs())) {
      entry.commands().forEach(run::apply);
      state = run.commit(term, index);
      if (run.leasesChanged()) {
        nextLeaseEndMs = LeaseRun.nextEndMs(db);
      }
      hub.publish(run.changes());
      if (proposer.equals(here)) {
        commits.applied(batch, run.outcomes());
      }
    }
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
        () -> {
          byte[] record = db.get(Family.CURRENT, key.array());
          if (record == null) {
            return Optional.<KeyValue>empty();
          }
          KeyValue found = Records.version(key, record, false);
          awaitPublished(found.modRevision());
          return Optional.of(found);
        });
  }

  RangeResult range(RangeRequest request) {
    return gate.pass(() -> StateRanges.range(db, request, this::awaitPublished));
  }

  long count(KeyRange range, long atRevision) {
    return gate.pass(() -> StateRanges.count(db, range, atRevision));
  }

  Watch watch(WatchRequest request, WatchListener listener) {
    return gate.pass(
        () -> {
          long start =
              request.startRevision() == 0 ? state.revision() + 1 : request.startRevision();
          return hub.watch(new WatchRequest(request.range(), start, request.previous()), listener);
        });
  }

  /** Removes a slice of compacted history; true when there is more. For one thread. */
  boolean purgeSlice() {
    return gate.pass(() -> purger.slice(state.compacted()));
  }

  /** Whether compacted history is still to be removed from the disk. */
  boolean purging() {
    return purger.next() < state.compacted();
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
          () -> {
            try (StateDb.Moment moment = db.moment()) {
              return StateHistory.read(moment, range, fromRevision, toRevision);
            }
          });
    }
  }
}
