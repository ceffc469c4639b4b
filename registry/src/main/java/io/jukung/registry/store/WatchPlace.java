package io.jukung.registry.store;

/**
 * Where a watch is: every change before {@code revision} is known to its reader, and the first
 * {@code seen} changes that {@code revision} made in the watched range.
 */
record WatchPlace(long revision, int seen) {
  /** The place of a reader who knows every change up to and with {@code revision}. */
  static WatchPlace after(long revision) {
    return new WatchPlace(revision + 1, 0);
  }

  /** The place behind one more change in the range. */
  WatchPlace past(long changed) {
    return new WatchPlace(changed, changed == revision ? seen + 1 : 1);
  }

  /** The newest revision that is known whole. */
  long known() {
    return revision - 1;
  }
}
