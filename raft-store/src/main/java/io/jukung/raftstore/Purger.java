package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Gives back the space of history before the compacted revision, in small slices beside the normal
 * work. It follows the event log, so its cost is that of the changes, not of the keys. Called by
 * the maintenance thread only. What it removes nobody may read any more, so it needs no place in
 * the Raft log and may differ between replicas.
 */
final class Purger {
  private static final int SLICE_REVISIONS = 500;

  private Purger() {}

  /** Removes a slice; true when there is more to do. */
  static boolean slice(StateDb db, long compacted) {
    long next = db.purged();
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
        if (++revisions == SLICE_REVISIONS) {
          through = revision;
          break;
        }
      }
      // One mark for all of them: a deletion each would cost as much as the writes did.
      db.deleteRange(batch, Family.EVENTS, Records.revision(next), Records.revision(through + 1));
      db.putPurged(batch, through + 1);
      db.write(batch);
    }
    return through + 1 < compacted;
  }
}
