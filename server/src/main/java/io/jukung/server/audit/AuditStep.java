package io.jukung.server.audit;

import java.util.Arrays;
import java.util.Optional;

/** When in a request's life an event is made (upstream: {@code Stage}). */
enum AuditStep {
  REQUEST_RECEIVED("RequestReceived"),
  RESPONSE_STARTED("ResponseStarted"),
  RESPONSE_COMPLETE("ResponseComplete"),
  PANIC("Panic");

  private final String text;

  AuditStep(String text) {
    this.text = text;
  }

  /** Its name in policies and events. */
  String text() {
    return text;
  }

  static Optional<AuditStep> of(String text) {
    return Arrays.stream(values()).filter(step -> step.text.equals(text)).findFirst();
  }
}
