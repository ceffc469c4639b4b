package io.jukung.raftstore;

/**
 * Gives the disk back what purged history held: RocksDB keeps deleted records until it merges the
 * tables they are in, which without further writes it never does. Looked at when a purge is done,
 * and made when most of what history holds is purged, so that the work is that of the changes.
 * Called by the maintenance thread only.
 */
final class FreedSpace {
  /** History below this stays as it is. */
  private static final long LEAST_BYTES = 64 << 20;

  private long givenBack;

  /**
   * Looks, and rewrites history's keys if it is worth it.
   *
   * @param newest the newest revision
   */
  void look(StateDb db, long newest) {
    long purged = db.purged();
    if (purged - givenBack >= newest - purged && db.bytes(StateDb.Family.HISTORY) >= LEAST_BYTES) {
      db.mergeHistory();
      givenBack = purged;
    }
  }
}
