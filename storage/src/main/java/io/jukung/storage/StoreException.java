package io.jukung.storage;

/**
 * An expected failure of a store. A transaction that failed with any but {@link Uncertain} changed
 * nothing.
 */
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StoreException(String message) {
    super(message);
  }

  /** The revision asked for has been compacted away. */
  public static final class Compacted extends StoreException {
    private static final long serialVersionUID = 1;
    private final long compactedRevision;

    /** A failure that names the oldest revision not readable any more. */
    public Compacted(long requestedRevision, long compactedRevision) {
      super(
          "required revision "
              + requestedRevision
              + " has been compacted; compacted up to "
              + compactedRevision);
      this.compactedRevision = compactedRevision;
    }

    /** The revision the store is compacted at: reads at it succeed, reads before it fail. */
    public long compactedRevision() {
      return compactedRevision;
    }
  }

  /** The revision asked for is newer than any the store has. */
  public static final class FutureRevision extends StoreException {
    private static final long serialVersionUID = 1;
    private final long currentRevision;

    /** A failure that names both revisions. */
    public FutureRevision(long requestedRevision, long currentRevision) {
      super(
          "required revision "
              + requestedRevision
              + " is a future revision; current "
              + currentRevision);
      this.currentRevision = currentRevision;
    }

    /** The newest revision the store has. */
    public long currentRevision() {
      return currentRevision;
    }
  }

  /** A transaction over {@link Store#MAX_TXN_BYTES} or {@link Store#MAX_TXN_OPERATIONS}. */
  public static final class TooLarge extends StoreException {
    private static final long serialVersionUID = 1;

    /** A failure with its explanation. */
    public TooLarge(String message) {
      super(message);
    }
  }

  /** A lease that was never granted, has expired or was revoked. */
  public static final class LeaseNotFound extends StoreException {
    private static final long serialVersionUID = 1;

    /** A failure that names the lease. */
    public LeaseNotFound(long lease) {
      super("lease " + lease + " not found");
    }
  }

  /**
   * The store can't serve now (no leader, overloaded, closing); nothing was changed; may be tried
   * again.
   */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1;

    /** A failure with its explanation. */
    public Unavailable(String message) {
      super(message);
    }
  }

  /**
   * A write was handed in and its outcome is unknown: it may or may not have happened, or happen
   * yet.
   */
  public static final class Uncertain extends StoreException {
    private static final long serialVersionUID = 1;

    /** A failure with its explanation. */
    public Uncertain(String message) {
      super(message);
    }
  }

  /** The request breaks the SPI's rules (a key put twice, an empty key, a negative number). */
  public static final class Invalid extends StoreException {
    private static final long serialVersionUID = 1;

    /** A failure with its explanation. */
    public Invalid(String message) {
      super(message);
    }
  }
}
