package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Gives back the space of history before the compacted revision, in small slices beside the normal
 * work. It follows the event log, so its cost is that of the changes, not of the keys. Used by the
 * maintenance thread only. What it removes nobody may read any more, so it needs no place in the
 * Raft log and may differ between replicas.
 */
final class Purger {
  private static final int SLICE_REVISIONS = 500;

  private final StateDb db;
  private volatile long next;

  Purger(StateDb db) {
    this.db = db;
    this.next = db.purged();
  }

  /** The first revision whose history may still be there. */
  long next() {
    return next;
  }

  /** Removes a slice; true when there is more to do. */
  boolean slice(long compacted) {
    if (next >= compacted) {
      return false;
    }
    int revisions = 0;
    long through = compacted - 1;
    try (WriteBatch batch = new WriteBatch();
        RocksIterator log = db.iterator(Family.EVENTS)) {
      for (log.seek(Records.revision(next)); log.isValid(); log.next()) {
        byte[] key = log.key();
        long revision = new ByteReader(key).u64();
        if (revision >= compacted) {
          break;
        }
        for (Records.Changed changed : Records.events(log.value())) {
          if (changed.hadPrevious()) {
            db.delete(batch, Family.HISTORY, Records.history(changed.key(), revision));
          }
        }
        db.delete(batch, Family.EVENTS, key);
        if (++revisions == SLICE_REVISIONS) {
          through = revision;
          break;
        }
      }
      next = through + 1;
      db.putPurged(batch, next);
      db.write(batch);
    }
    return next < compacted;
  }
}
