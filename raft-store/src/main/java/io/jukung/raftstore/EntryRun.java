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
import org.rocksdb.WriteBatch;

/**
 * One log entry being applied: a pure function of the state before and the entry. Everything goes
 * into one RocksDB batch; until that is written, later commands of the entry see earlier ones'
 * changes through {@code written}. Used by one thread.
 */
final class EntryRun implements AutoCloseable {
  private final StateDb db;
  private final WriteBatch batch = new WriteBatch();
  private final LeaseRun leases;
  private final TreeMap<Bytes, Optional<Version>> written = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  private long revision;
  private long compacted;
  private List<WatchEvent> events = new ArrayList<>();

  EntryRun(StateDb db, AppliedState before, long entryTimeMs) {
    this.db = db;
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
    db.putState(batch, after);
    db.write(batch);
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
    batch.close();
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
    boolean succeeded = still.stream().allMatch(this::holds);
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
            case Operation.Get get -> read(get.key()).map(Version::item).stream().toList();
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
      db.put(batch, Family.EVENTS, Records.revision(revision), Records.events(events));
      changes.add(new Change(revision, events));
      events = new ArrayList<>();
    }
  }

  private boolean holds(Compare compare) {
    return switch (compare) {
      case Compare.ModRevision mod ->
          read(mod.key()).map(found -> found.item().modRevision()).orElse(0L) == mod.modRevision();
    };
  }

  private boolean holds(Unchanged still) {
    List<Version> found = scan(still.range());
    return found.size() == still.count()
        && found.stream().allMatch(one -> one.item().modRevision() <= still.revision());
  }

  private List<KeyValue> put(Operation.Put put) {
    long next = revision + 1;
    Optional<Version> stored = read(put.key());
    Optional<KeyValue> previous = stored.map(Version::item);
    KeyValue current =
        new KeyValue(
            put.key(),
            put.value(),
            previous.map(KeyValue::createRevision).orElse(next),
            next,
            previous.map(KeyValue::version).orElse(0L) + 1,
            put.lease());
    stored.ifPresent(this::supersede);
    byte[] record = Records.version(current);
    db.put(batch, Family.CURRENT, put.key().array(), record);
    leases.attach(current);
    written.put(put.key(), Optional.of(new Version(current, Bytes.wrap(record))));
    events.add(new WatchEvent.Put(current, previous));
    return List.of();
  }

  private List<KeyValue> delete(KeyRange range) {
    List<Version> doomed =
        range.end().equals(range.start().successor())
            ? read(range.start()).stream().toList()
            : scan(range);
    doomed.forEach(this::delete);
    return doomed.stream().map(Version::item).toList();
  }

  private void delete(Version version) {
    supersede(version);
    KeyValue item = version.item();
    db.delete(batch, Family.CURRENT, item.key().array());
    written.put(item.key(), Optional.empty());
    events.add(new WatchEvent.Delete(item.key(), revision + 1, Optional.of(item)));
  }

  private void supersede(Version old) {
    db.put(
        batch,
        Family.HISTORY,
        Records.history(old.item().key(), revision + 1),
        old.record().array());
    leases.detach(old.item());
  }

  private Optional<Version> read(Bytes key) {
    Optional<Version> own = written.get(key);
    if (own != null) {
      return own;
    }
    byte[] record = db.get(Family.CURRENT, key.array());
    return record == null ? Optional.empty() : Optional.of(Version.of(key, record));
  }

  /** What lives in a range: the database's keys with this entry's own changes laid over. */
  private List<Version> scan(KeyRange range) {
    TreeMap<Bytes, Version> found = new TreeMap<>();
    try (RocksIterator iterator = db.iterator(Family.CURRENT)) {
      for (iterator.seek(range.start().array()); iterator.isValid(); iterator.next()) {
        Bytes key = Bytes.wrap(iterator.key());
        if (!range.contains(key)) {
          break;
        }
        found.put(key, Version.of(key, iterator.value()));
      }
    }
    ownIn(range)
        .forEach(
            (key, version) ->
                version.ifPresentOrElse(v -> found.put(key, v), () -> found.remove(key)));
    return List.copyOf(found.values());
  }

  private NavigableMap<Bytes, Optional<Version>> ownIn(KeyRange range) {
    if (range.end().length() == 0) {
      return written.tailMap(range.start(), true);
    }
    return range.start().compareTo(range.end()) >= 0
        ? new TreeMap<>()
        : written.subMap(range.start(), true, range.end(), false);
  }

  /** A version of a key beside its record: superseding it writes the record as it is. */
  private record Version(KeyValue item, Bytes record) {
    static Version of(Bytes key, byte[] record) {
      return new Version(Records.version(key, record, false), Bytes.wrap(record));
    }
  }
}
