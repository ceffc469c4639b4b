package io.jukung.raftstore;

/**
 * The data folder can't be opened: in use, of a newer format, damaged, or on a full disk. The
 * message is one line for the user; nothing in the folder was damaged.
 */
public final class StoreOpenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, as far as a caller would treat it differently. */
  public enum Reason {
    /** Another process has the folder open. */
    IN_USE,
    /** A newer version wrote the folder. */
    TOO_NEW,
    /** The store was migrated; what is here is its past. */
    MOVED,
    /** Anything else: damaged, not readable, no space. */
    UNUSABLE
  }

  private final Reason reason;

  /** A failure with its explanation. */
  public StoreOpenException(String message) {
    this(Reason.UNUSABLE, message);
  }

  /** A failure of a kind with its explanation. */
  public StoreOpenException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A failure with its explanation and cause. */
  public StoreOpenException(String message, Throwable cause) {
    super(message, cause);
    this.reason = Reason.UNUSABLE;
  }

  /** Why the folder can't be opened. */
  public Reason reason() {
    return reason;
  }

  /** One that says what lies at the bottom of its cause. */
  static StoreOpenException because(String what, Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new StoreOpenException(
        what + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage(), error);
  }
}
