package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;
import io.jukung.server.http.AuditTrail;

/** Writes requests down. Safe for all threads. */
public interface AuditSink {
  /** Keeps nothing. */
  AuditSink NONE = call -> AuditTrail.NONE;

  /**
   * A request with a known sender has come; returns what follows it.
   *
   * @throws io.jukung.server.http.PlainFailure when it may not go on unwritten
   */
  AuditTrail received(ApiCall call);

  /** A request whose sender is not known is about to be refused; returns what follows it. */
  default AuditTrail refused(ApiCall call) {
    return AuditTrail.NONE;
  }
}
