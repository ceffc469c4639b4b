package io.jukung.server.flowcontrol;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.request.RequestInfo;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One request in a level, waiting or running. Its state is guarded by the level's lock. */
final class Ticket {
  /**
   * What is told of it.
   *
   * @param schema the name of its FlowSchema
   * @param flow what tells its flow from others
   */
  record Told(String schema, String flow, UserInfo user, RequestInfo info) {}

  final Told told;
  final Work work;
  final double arrivedR;
  final long arrivedNs;
  final @Nullable LevelQueue queue;
  final CountDownLatch dispatched = new CountDownLatch(1);
  long startedNs;
  boolean running;

  /** Set from any thread: its client is gone, so it need not wait any more. */
  volatile boolean givenUp;

  Ticket(Told told, Work work, double arrivedR, long arrivedNs, @Nullable LevelQueue queue) {
    this.told = told;
    this.work = work;
    this.arrivedR = arrivedR;
    this.arrivedNs = arrivedNs;
    this.queue = queue;
  }

  /** Ends the wait of one whose client is gone. */
  void giveUp() {
    givenUp = true;
    dispatched.countDown();
  }
}
