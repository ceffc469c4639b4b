package io.jukung.registry.store;

import java.time.Duration;
import java.util.Optional;

/**
 * A running watch, pulled by its reader. A slow reader costs nobody else anything: it holds a place
 * in the shared event log, reads the store's history when that place is gone, and ends with {@link
 * ObjectEvent.Failed} when the history is gone too. One reader at a time.
 */
public interface ObjectWatch extends AutoCloseable {
  /**
   * The next event, waiting at most {@code wait}; empty when none came.
   *
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  Optional<ObjectEvent> next(Duration wait) throws InterruptedException;

  @Override
  void close();
}
