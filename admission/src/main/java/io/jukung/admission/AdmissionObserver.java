package io.jukung.admission;

import io.jukung.admission.AdmissionAttributes.Operation;

/** Is told how long admission took. Safe for all threads. */
@FunctionalInterface
public interface AdmissionObserver {
  /** Whom nothing interests. */
  AdmissionObserver NONE = (plugin, phase, operation, rejected, nanos) -> {};

  /** Whether objects are changed or judged, by upstream's words. */
  enum Phase {
    ADMIT("admit"),
    VALIDATE("validate");

    private final String text;

    Phase(String text) {
      this.text = text;
    }

    /** As upstream names it. */
    public String text() {
      return text;
    }
  }

  /**
   * A plugin has decided, or all of them.
   *
   * @param plugin its name; empty for all together
   */
  void decided(String plugin, Phase phase, Operation operation, boolean rejected, long nanos);

  /**
   * A webhook was asked; nobody needs to hear of it.
   *
   * @param type {@code admit} or {@code validating}
   */
  default void asked(WebhookCall call, String type, Operation operation, long nanos) {}

  /**
   * How a call of a webhook went.
   *
   * @param webhook its name
   * @param outcome upstream's words: {@code no_error} when it answered, {@code
   *     calling_webhook_error} when it could not be asked, {@code apiserver_internal_error} when
   *     its answer can't be used
   * @param code of the answer to the client; 200 when it may pass, 0 when there is none
   * @param rejected whether the request ends here
   * @param failedOpen whether it goes on although the webhook could not be asked
   */
  record WebhookCall(
      String webhook, String outcome, int code, boolean rejected, boolean failedOpen) {}
}
