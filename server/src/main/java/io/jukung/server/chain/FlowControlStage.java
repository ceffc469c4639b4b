package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;
import io.jukung.server.http.RequestHandler;

/** Holds a seat while the request runs; what lasts as long as the client wants takes none. */
record FlowControlStage(FlowController controller, RequestHandler next) implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    if (call.info().longRunning()) {
      next.handle(call);
      return;
    }
    try (FlowController.Seat _ = controller.enter(call)) {
      next.handle(call);
    }
  }
}
