package io.jukung.storage;

/** A running watch. */
public interface Watch extends AutoCloseable {
  /**
   * Ends the watch; when this returns, no call of the listener is under way or will come.
   * Idempotent.
   */
  @Override
  void close();

  /**
   * Asks for {@link WatchListener#onProgress} as soon as all changes up to now are delivered. Does
   * not block.
   */
  void requestProgress();
}
