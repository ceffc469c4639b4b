package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;
import io.jukung.server.http.RequestHandler;

/** Tells the audit sink of the request. */
record AuditStage(AuditSink sink, RequestHandler next) implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    sink.received(call);
    next.handle(call);
  }
}
