package io.jukung.server.audit;

import java.util.Arrays;
import java.util.Optional;

/** How much of a request is written down, from nothing on. */
enum AuditLevel {
  NONE("None"),
  METADATA("Metadata"),
  REQUEST("Request"),
  REQUEST_RESPONSE("RequestResponse");

  private final String text;

  AuditLevel(String text) {
    this.text = text;
  }

  /** Its name in policies and events. */
  String text() {
    return text;
  }

  boolean atLeast(AuditLevel other) {
    return compareTo(other) >= 0;
  }

  static Optional<AuditLevel> of(String text) {
    return Arrays.stream(values()).filter(level -> level.text.equals(text)).findFirst();
  }
}
