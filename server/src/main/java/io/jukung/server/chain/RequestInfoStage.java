package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.http.RequestHandler;

/** Finds out what the request asks for. */
record RequestInfoStage(RequestHandler next) implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    try {
      call.info();
    } catch (IllegalArgumentException e) {
      throw new PlainFailure(
          500,
          "Internal Server Error: \""
              + call.path()
              + "\": failed to create RequestInfo: "
              + e.getMessage());
    }
    next.handle(call);
  }
}
