package io.jukung.storage;

/**
 * A wish to be told of every change in a range.
 *
 * @param startRevision the first revision to be told of; 0 is the one after the store's newest
 * @param previous whether events carry what the key held before
 */
public record WatchRequest(KeyRange range, long startRevision, boolean previous) {
  /**
   * Checks the revision.
   *
   * @throws StoreException.Invalid when it is negative
   */
  public WatchRequest {
    if (startRevision < 0) {
      throw new StoreException.Invalid(
          "watch needs a start revision of 0 or more, got " + startRevision);
    }
  }
}
