package io.jukung.registry.codec.value;

/** A value that Go would refuse; the message is Go's. Carries no stack trace: it is an answer. */
public final class ValueException extends RuntimeException {
  /** The refusal with Go's text. */
  public ValueException(String message) {
    super(message, null, false, false);
  }

  /** Go's text; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
