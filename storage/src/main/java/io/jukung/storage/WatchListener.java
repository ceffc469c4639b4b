package io.jukung.storage;

import java.util.List;

/**
 * Receives what a watch delivers.
 *
 * <p>Calls come one after another from a thread of the store, in revision order, each change
 * exactly once. An implementation returns quickly, never blocks and never throws; it may close its
 * own watch. One that throws is ended.
 */
public interface WatchListener {
  /**
   * All the changes of one revision that lie in the watched range, in the order the transaction
   * made them.
   */
  void onEvents(long revision, List<WatchEvent> events);

  /**
   * Every change up to and with {@code revision} has been delivered. Sent on {@link
   * Watch#requestProgress}, after a catch-up from history, and about once a second when the store's
   * revision has moved without a change for this watch.
   */
  void onProgress(long revision);

  /**
   * The watch has ended and delivers nothing more: the start revision was compacted away, the store
   * closed or became unavailable. Not called after {@link Watch#close}.
   */
  void onEnd(StoreException cause);
}
