package io.jukung.storage;

/**
 * A read of the keys in a range, in key order.
 *
 * @param revision the revision to read at; 0 is the newest applied here
 * @param limit the most key-values to return; 0 is no limit
 * @param keysOnly leave the values empty
 */
public record RangeRequest(KeyRange range, long revision, int limit, boolean keysOnly) {
  /**
   * Checks the numbers.
   *
   * @throws StoreException.Invalid when one is negative
   */
  public RangeRequest {
    if (revision < 0 || limit < 0) {
      throw new StoreException.Invalid(
          "range needs revision and limit of 0 or more, got " + revision + " and " + limit);
    }
  }

  /** A read of all of {@code range} at the newest revision. */
  public static RangeRequest of(KeyRange range) {
    return new RangeRequest(range, 0, 0, false);
  }
}
