package io.jukung.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a bounded number of threads work on TLS handshakes at once. A handshake costs a thousand
 * times what an answered health check does, and virtual threads take turns only when they wait: in
 * a storm of new connections, requests of those that are open would stand in line behind all of it.
 *
 * <p>Who came last goes first: with more handshakes than can be done, the oldest have given up or
 * soon will, and a health check's own new connection is in time. Who waits is bounded by the
 * server's limit of connections. Safe for use by any number of threads.
 */
final class HandshakeTurns {
  private final Object lock = new Object();
  private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
  private int free;

  /**
   * Turns for so many threads.
   *
   * @param atOnce 1 or more
   */
  HandshakeTurns(int atOnce) {
    this.free = atOnce;
  }

  /**
   * Waits for a turn, which {@link #leave} ends.
   *
   * @throws InterruptedException when the thread is interrupted while it waits; it has no turn then
   */
  void enter() throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    synchronized (lock) {
      if (free > 0) {
        free--;
        return;
      }
      waiting.push(turn);
    }
    try {
      turn.await();
    } catch (InterruptedException e) {
      boolean handedOver;
      synchronized (lock) {
        handedOver = !waiting.remove(turn);
      }
      if (handedOver) {
        leave();
      }
      throw e;
    }
  }

  /** Ends a turn: the thread that came last gets it. */
  void leave() {
    synchronized (lock) {
      CountDownLatch next = waiting.poll();
      if (next == null) {
        free++;
      } else {
        next.countDown();
      }
    }
  }
}
