package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;

/** Where audit events go. Safe for all threads; must not block for long. */
@FunctionalInterface
public interface AuditSink {
  /** Keeps nothing. */
  AuditSink NONE = call -> {};

  /** A request with a known sender has come. */
  void received(ApiCall call);
}
