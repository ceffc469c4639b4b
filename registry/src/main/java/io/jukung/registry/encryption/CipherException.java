package io.jukung.registry.encryption;

/** A value that can't be encrypted or read; the message names no key and no content. */
public final class CipherException extends Exception {
  private static final long serialVersionUID = 1;

  /** A failure with its explanation. */
  public CipherException(String message) {
    super(message);
  }
}
