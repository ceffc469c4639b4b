package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import java.util.Optional;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Takes a state back to a retained revision, for a store that begins anew from it.
 *
 * <p>Leases have no history: a key that lived at the revision under a lease that has ended since
 * would have ended too, and stays away. Nothing of the history is kept, since the new store's
 * revisions go on above all that the old one gave out: clients that remember an old revision are
 * told that it is compacted, and list anew. Compare etcd's {@code etcdutl snapshot restore
 * --bump-revision --mark-compacted}.
 */
final class RollBack {
  private static final int BATCH = 1000;

  private final StateDb db;
  private final StateDb.Moment moment;
  private final AppliedState state;

  private RollBack(StateDb db, StateDb.Moment moment) {
    this.db = db;
    this.moment = moment;
    this.state = moment.state();
  }

  /**
   * Takes back a database that nobody else uses; durable when this returns.
   *
   * @param revision the revision to restore; 0 for the newest
   * @param newRevision what revisions go on from; above all there were
   * @throws io.jukung.storage.StoreException.Compacted when the revision is not retained any more
   * @throws io.jukung.storage.StoreException.FutureRevision when there was no such revision yet
   */
  static void run(StateDb db, long revision, long newRevision) {
    try (StateDb.Moment moment = db.moment()) {
      RollBack back = new RollBack(db, moment);
      StateReader.check(back.state, revision);
      if (revision != 0) {
        back.undo(revision);
      }
      back.beginAnew(newRevision);
    }
    db.flush(true);
  }

  private void undo(long revision) {
    try (RocksIterator log = moment.iterator(Family.EVENTS)) {
      log.seek(Records.revision(revision + 1));
      while (log.isValid()) {
        try (WriteBatch batch = new WriteBatch()) {
          for (int i = 0; i < BATCH && log.isValid(); i++, log.next()) {
            for (Records.Changed changed : Records.events(log.value())) {
              restore(batch, changed.key(), revision);
            }
          }
          db.write(batch);
        }
      }
    }
  }

  /** Sets a key to what it was; doing so again changes nothing. */
  private void restore(WriteBatch batch, Bytes key, long revision) {
    Optional<KeyValue> now = read(key, 0);
    now.filter(item -> item.lease() != 0)
        .ifPresent(item -> db.delete(batch, Family.LEASES, LeaseRecords.key(item.lease(), key)));
    Optional<KeyValue> then = read(key, revision).filter(this::leaseLives);
    if (then.isEmpty()) {
      db.delete(batch, Family.CURRENT, key.array());
      return;
    }
    KeyValue item = then.get();
    db.put(batch, Family.CURRENT, key.array(), Records.version(item));
    if (item.lease() != 0) {
      db.put(batch, Family.LEASES, LeaseRecords.key(item.lease(), key), new byte[0]);
    }
  }

  private Optional<KeyValue> read(Bytes key, long revision) {
    try (StateReader reader =
        StateReader.at(moment, state, KeyRange.single(key), revision, false)) {
      return reader.next();
    }
  }

  private boolean leaseLives(KeyValue item) {
    return item.lease() == 0 || moment.get(Family.LEASES, LeaseRecords.lease(item.lease())) != null;
  }

  private void beginAnew(long revision) {
    try (WriteBatch batch = new WriteBatch()) {
      db.clear(batch, Family.HISTORY);
      db.clear(batch, Family.EVENTS);
      db.putPurged(batch, revision);
      db.putState(
          batch, new AppliedState(0, -1, revision, revision, state.timeMs(), state.lastLease()));
      db.write(batch);
    }
  }
}
