package io.jukung.controllers.event;

import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * What a controller told.
 *
 * @param component which controller
 * @param type {@code Normal} or {@code Warning}
 */
record RecordedEvent(
    String component, ObjectReference about, String type, String reason, String message) {
  /** What events that count against one limit share. */
  String source() {
    return String.join(
        "|",
        component,
        String.valueOf(about.getKind()),
        String.valueOf(about.getNamespace()),
        about.getName(),
        String.valueOf(about.getUid()),
        String.valueOf(about.getApiVersion()),
        type);
  }

  /** What similar events share. */
  String aggregate() {
    return source() + "|" + reason;
  }

  /** What is the same event again. */
  String identity() {
    return aggregate() + "|" + message;
  }

  RecordedEvent withMessage(String other) {
    return new RecordedEvent(component, about, type, reason, other);
  }
}
