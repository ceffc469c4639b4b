package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;

/** Decides when a request may go on, so that all together do not overload the server. */
public interface FlowController {
  /** Lets a request go on; closed when it is done. */
  interface Seat extends AutoCloseable {
    /** The part of the request that takes a seat is over, though the request goes on. */
    default void begun() {}

    @Override
    void close();
  }

  /**
   * Waits for a seat, within the request's deadline.
   *
   * @throws io.jukung.server.http.PlainFailure 429 when there is none
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  Seat enter(ApiCall call) throws InterruptedException;
}
