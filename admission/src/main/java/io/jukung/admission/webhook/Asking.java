package io.jukung.admission.webhook;

import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObserver;
import io.jukung.admission.AdmissionObserver.WebhookCall;
import io.jukung.registry.status.StatusException;

/** Tells an observer how one webhook's call went, once. Used by one thread. */
final class Asking {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final AdmissionObserver observer;
  private final String type;
  private final Webhook webhook;
  private final AdmissionAttributes attributes;
  private final long startedNs = System.nanoTime();

  /**
   * Begins to ask.
   *
   * @param type {@code admit} or {@code validating}
   */
  Asking(AdmissionObserver observer, String type, Webhook webhook, AdmissionAttributes attributes) {
    this.observer = observer;
    this.type = type;
    this.webhook = webhook;
    this.attributes = attributes;
  }

  /** It lets the request pass. */
  void passed() {
    tell("no_error", OK, false, false);
  }

  /** It refuses the request. */
  void refused(StatusException refusal) {
    tell("no_error", refusal.code(), true, false);
  }

  /** It could not be asked, or did not answer as it should. */
  void failed() {
    boolean open = webhook.ignoresFailures();
    tell("calling_webhook_error", UNAVAILABLE, !open, open);
  }

  /** What it answered can't be used here. */
  void broken() {
    tell("apiserver_internal_error", 0, true, false);
  }

  private void tell(String outcome, int code, boolean rejected, boolean open) {
    observer.asked(
        new WebhookCall(webhook.name(), outcome, code, rejected, open),
        type,
        attributes.operation(),
        System.nanoTime() - startedNs);
  }
}
