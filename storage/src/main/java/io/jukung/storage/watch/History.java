package io.jukung.storage.watch;

import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import java.util.List;

/** A backend's retained changes, as the hub reads them for watches that are behind. */
public interface History {
  /**
   * The revision compacted at; 0 when never. Changes of it and later are readable. Never blocks.
   */
  long compactedRevision();

  /**
   * The changes in {@code range} from {@code fromRevision} up to at most {@code toRevision}. Reads
   * a bounded amount: it may stop early, having covered at least one revision.
   *
   * @throws StoreException.Compacted when {@code fromRevision} is older than the compacted revision
   */
  Page read(KeyRange range, long fromRevision, long toRevision);

  /**
   * A part of history.
   *
   * @param changes the changes found, in revision order, each holding only events in the range
   * @param through the last revision that was looked at
   */
  record Page(List<Change> changes, long through) {
    /** Copies the list. */
    public Page {
      changes = List.copyOf(changes);
    }
  }
}
