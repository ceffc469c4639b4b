package io.jukung.server.authorization.webhook;

/** Is told how authorization webhooks fare; never waits, never fails. */
@FunctionalInterface
public interface WebhookObserver {
  /** Listens to nothing. */
  WebhookObserver NONE = (name, result, failedOpen, nanos) -> {};

  /**
   * A webhook was asked.
   *
   * @param name of the authorizer in the configuration
   * @param result upstream's words: {@code success}, {@code timeout} or {@code error}
   * @param failedOpen whether others decide since it did not answer
   */
  void asked(String name, String result, boolean failedOpen, long nanos);
}
