package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;
import io.jukung.server.http.RequestHandler;

/**
 * Holds a seat while the request runs, a watch until it has told what is there; what else lasts as
 * long as the client wants takes none.
 */
record FlowControlStage(FlowController controller, RequestHandler next) implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    boolean watch = call.info().verb().equals("watch");
    if (call.info().longRunning() && !watch) {
      next.handle(call);
      return;
    }
    try (FlowController.Seat seat = controller.enter(call)) {
      if (watch) {
        call.whenBegun(seat::begun);
      }
      next.handle(call);
    }
  }
}
