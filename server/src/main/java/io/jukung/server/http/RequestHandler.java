package io.jukung.server.http;

/** One stage of a request's way, or all that follows it. Safe for all threads. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Serves the call; when this returns the answer is written.
   *
   * @throws io.jukung.registry.status.StatusException to answer with a failure
   * @throws Exception for a fault of the server or of the connection
   */
  void handle(ApiCall call) throws Exception;
}
