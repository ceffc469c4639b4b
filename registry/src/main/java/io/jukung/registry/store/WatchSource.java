package io.jukung.registry.store;

import java.time.Duration;
import java.util.Optional;

/** Where a watch reads changes from. One reader, who closes it. */
sealed interface WatchSource extends AutoCloseable permits LogWatch, HistoryWatch {
  /**
   * The next event, waiting at most {@code wait}; empty when none came, or when {@link #over}.
   *
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  Optional<ObjectEvent> next(Duration wait) throws InterruptedException;

  /** Whether nothing more comes from here and the watch goes on elsewhere, from {@link #place}. */
  boolean over();

  /** Up to where the reader has read. */
  WatchPlace place();

  @Override
  void close();
}
