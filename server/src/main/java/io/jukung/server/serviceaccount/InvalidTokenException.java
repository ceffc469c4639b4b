package io.jukung.server.serviceaccount;

/** A token that is not good; the message is kube-apiserver's. Carries no stack trace. */
final class InvalidTokenException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidTokenException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
