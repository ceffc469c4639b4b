package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.rocksdb.RocksIterator;

/**
 * One log entry being applied: a pure function of the state before and the entry. Everything goes
 * into one RocksDB batch; until that is written, later commands of the entry see earlier ones'
 * changes through {@code written}. Used by one thread.
 */
final class EntryRun implements AutoCloseable {
  private final StateDb db;
  private final StateBatch batch;
  private final boolean previousWanted;
  private final LeaseRun leases;
  private final TreeMap<Bytes, Optional<KeyValue>> written = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  private long revision;
  private long compacted;
  private List<WatchEvent> events = new ArrayList<>(1);

  /** An entry whose changes come with the values they replaced. */
  EntryRun(StateDb db, AppliedState before, long entryTimeMs) {
    this(db, before, entryTimeMs, true);
  }

  /**
   * An entry.
   *
   * @param previousWanted whether its changes should come with the values they replaced
   */
  EntryRun(StateDb db, AppliedState before, long entryTimeMs, boolean previousWanted) {
    this.db = db;
    this.batch = db.batch();
    this.previousWanted = previousWanted;
    this.revision = before.revision();
    this.compacted = before.compacted();
    this.leases =
        new LeaseRun(db, batch, Math.max(before.timeMs(), entryTimeMs), before.lastLease());
  }

  void apply(Command command) {
    try {
      outcomes.add(
          switch (command) {
            case Command.Txn txn -> new Outcome.Committed(txn(txn.txn(), txn.still()));
            case Command.Compact compact -> compact(compact.revision());
            case Command.Grant grant -> new Outcome.Done(leases.grant(grant));
            case Command.KeepAlive keepAlive -> {
              leases.keepAlive(keepAlive.lease());
              yield new Outcome.Done(keepAlive.lease());
            }
            case Command.Revoke revoke -> {
              leases.check(revoke.lease());
              yield end(List.of(revoke.lease()));
            }
            case Command.Expire expire -> end(leases.ended(expire.limit()));
            case Command.Barrier barrier -> new Outcome.Done(revision);
          });
    } catch (StoreException e) {
      // Thrown before the first change only, so there is nothing to take back.
      outcomes.add(new Outcome.Failed(e));
    }
  }

  /** Writes everything with the entry's place in the log; returns the state after it. */
  AppliedState commit(long term, long index) {
    AppliedState after =
        new AppliedState(term, index, revision, compacted, leases.timeMs(), leases.lastLease());
    batch.write(after);
    return after;
  }

  /** Whether the time of the next lease's end may have moved. */
  boolean leasesChanged() {
    return leases.changed();
  }

  /** One for each command. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** One for each new revision, in order. */
  List<Change> changes() {
    return changes;
  }

  @Override
  public void close() {
    batch.clear();
  }

  private Outcome compact(long to) {
    if (to <= compacted) {
      throw new StoreException.Compacted(to, compacted);
    }
    if (to > revision) {
      throw new StoreException.FutureRevision(to, revision);
    }
    compacted = to;
    return new Outcome.Done(0);
  }

  private Outcome end(List<Long> ended) {
    for (long lease : ended) {
      for (Bytes key : leases.end(lease)) {
        read(key).ifPresent(this::delete);
      }
      finishRevision();
    }
    return new Outcome.Done(ended.size());
  }

  private TxnResult txn(Txn txn, List<Unchanged> still) {
    boolean succeeded = true;
    for (Unchanged range : still) {
      succeeded &= holds(range);
    }
    for (Compare compare : txn.compares()) {
      succeeded &= holds(compare);
    }
    List<Operation> side = succeeded ? txn.success() : txn.failure();
    for (Operation operation : side) {
      if (operation instanceof Operation.Put put && put.lease() != 0) {
        leases.check(put.lease());
      }
    }
    List<List<KeyValue>> results = new ArrayList<>(side.size());
    for (Operation operation : side) {
      results.add(
          switch (operation) {
            case Operation.Get get -> read(get.key()).stream().toList();
            case Operation.Put put -> put(put);
            case Operation.Delete delete -> delete(delete.range());
          });
    }
    finishRevision();
    return new TxnResult(succeeded, revision, results);
  }

  private void finishRevision() {
    if (!events.isEmpty()) {
      revision++;
      batch.put(Family.EVENTS, Records.revision(revision), Records.events(events));
      changes.add(new Change(revision, events, previousWanted));
      events = new ArrayList<>(1);
    }
  }

  private boolean holds(Compare compare) {
    return switch (compare) {
      case Compare.ModRevision mod -> modRevision(mod.key()) == mod.modRevision();
    };
  }

  private long modRevision(Bytes key) {
    Optional<KeyValue> own = written.get(key);
    return own == null ? batch.modRevision(key) : own.map(KeyValue::modRevision).orElse(0L);
  }

  private boolean holds(Unchanged still) {
    List<KeyValue> found = scan(still.range());
    return found.size() == still.count()
        && found.stream().allMatch(one -> one.modRevision() <= still.revision());
  }

  private List<KeyValue> put(Operation.Put put) {
    Bytes key = put.key();
    long next = revision + 1;
    Optional<KeyValue> own = written.get(key);
    Optional<KeyValue> previous;
    if (own == null) {
      previous = batch.supersede(key, next, previousWanted);
      previous.ifPresent(leases::detach);
    } else {
      previous = own;
      own.ifPresent(this::supersede);
    }
    KeyValue current =
        previous.isEmpty()
            ? new KeyValue(key, put.value(), next, next, 1, put.lease())
            : new KeyValue(
                key,
                put.value(),
                previous.get().createRevision(),
                next,
                previous.get().version() + 1,
                put.lease());
    batch.putCurrent(current);
    leases.attach(current);
    written.put(key, Optional.of(current));
    events.add(new WatchEvent.Put(current, previous));
    return List.of();
  }

  private List<KeyValue> delete(KeyRange range) {
    List<KeyValue> doomed =
        range.end().equals(range.start().successor())
            ? read(range.start()).stream().toList()
            : scan(range);
    doomed.forEach(this::delete);
    return doomed;
  }

  private void delete(KeyValue item) {
    supersede(item);
    batch.delete(Family.CURRENT, item.key().array());
    written.put(item.key(), Optional.empty());
    events.add(new WatchEvent.Delete(item.key(), revision + 1, Optional.of(item)));
  }

  private void supersede(KeyValue old) {
    batch.put(Family.HISTORY, Records.history(old.key(), revision + 1), Records.version(old));
    leases.detach(old);
  }

  private Optional<KeyValue> read(Bytes key) {
    Optional<KeyValue> own = written.get(key);
    if (own != null) {
      return own;
    }
    byte[] record = db.get(Family.CURRENT, key.array());
    return record == null ? Optional.empty() : Optional.of(Records.version(key, record, false));
  }

  /** What lives in a range: the database's keys with this entry's own changes laid over. */
  private List<KeyValue> scan(KeyRange range) {
    TreeMap<Bytes, KeyValue> found = new TreeMap<>();
    try (RocksIterator iterator = db.iterator(Family.CURRENT)) {
      for (iterator.seek(range.start().array()); iterator.isValid(); iterator.next()) {
        Bytes key = Bytes.wrap(iterator.key());
        if (!range.contains(key)) {
          break;
        }
        found.put(key, Records.version(key, iterator.value(), false));
      }
    }
    ownIn(range)
        .forEach(
            (key, version) ->
                version.ifPresentOrElse(v -> found.put(key, v), () -> found.remove(key)));
    return List.copyOf(found.values());
  }

  private NavigableMap<Bytes, Optional<KeyValue>> ownIn(KeyRange range) {
    if (range.end().length() == 0) {
      return written.tailMap(range.start(), true);
    }
    return range.start().compareTo(range.end()) >= 0
        ? new TreeMap<>()
        : written.subMap(range.start(), true, range.end(), false);
  }
}
