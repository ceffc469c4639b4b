package io.jukung.server.chain;

import io.jukung.registry.status.StatusException;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.AuditTrail;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.http.RequestHandler;
import org.eclipse.jetty.io.EofException;

/** Has the request written down, from here to its end. */
record AuditStage(AuditSink sink, RequestHandler next) implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    AuditTrail trail = sink.received(call);
    if (trail.equals(AuditTrail.NONE)) {
      next.handle(call);
      return;
    }
    call.follow(trail);
    try {
      next.handle(call);
      if (!call.upgraded()) {
        trail.completed(call.answerStatus());
      }
    } catch (StatusException e) {
      trail.failed(e);
      trail.completed(e.code());
      throw e;
    } catch (PlainFailure e) {
      trail.completed(e.status());
      throw e;
    } catch (EofException e) {
      trail.completed(call.answerStatus());
      throw e;
    } catch (Exception e) {
      trail.panicked(e);
      throw e;
    }
  }
}
