package io.jukung.server.audit;

import io.jukung.storage.Bytes;

/**
 * One event, made.
 *
 * @param whole its JSON without the surrounding braces, from {@code level} on
 * @param bare the same without the objects of request and answer, marked as truncated
 * @param large whether the level may have brought objects along
 * @param line its legacy form, without a line break; empty when nobody wants it
 */
record AuditEvent(Bytes whole, Bytes bare, boolean large, String line) {
  private static final String HEAD = "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",";

  /** As it stands alone in a log, without a line break. */
  Bytes logged() {
    return joined(HEAD, whole);
  }

  /** As it stands in a list. */
  Bytes listed() {
    return joined("{", whole);
  }

  /** The event without objects. */
  AuditEvent truncated() {
    return new AuditEvent(bare, bare, false, line);
  }

  private static Bytes joined(String head, Bytes fields) {
    byte[] start = Bytes.utf8(head).array();
    byte[] all = new byte[start.length + fields.length() + 1];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(fields.array(), 0, all, start.length, fields.length());
    all[all.length - 1] = '}';
    return Bytes.wrap(all);
  }
}
