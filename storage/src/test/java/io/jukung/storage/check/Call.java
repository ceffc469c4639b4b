package io.jukung.storage.check;

/**
 * One call as its caller saw it.
 *
 * @param invoked when it began, on a clock that never shows the same twice
 * @param returned when it was answered, or {@link #NEVER}: it may have taken effect at any time
 *     after {@code invoked}, or never
 * @param operation what was asked and answered
 */
public record Call<O>(long invoked, long returned, O operation) {
  /** The return time of a call whose outcome is unknown. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Checks the times. */
  public Call {
    if (invoked >= returned) {
      throw new IllegalArgumentException("call from " + invoked + " to " + returned);
    }
  }

  /** Whether nobody knows if it took effect. */
  public boolean uncertain() {
    return returned == NEVER;
  }
}
