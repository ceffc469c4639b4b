package io.jukung.server.authentication.jwt;

/** A token that is not taken, or an issuer that can't be asked; says why in upstream's words. */
final class JwtException extends Exception {
  private static final long serialVersionUID = 1;

  JwtException(String message) {
    super(message, null, false, false);
  }

  /** Why. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
