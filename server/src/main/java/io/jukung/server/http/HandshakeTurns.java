package io.jukung.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a bounded number of threads work on TLS handshakes at once. A handshake costs a thousand
 * times what an answered health check does, and virtual threads take turns only when they wait: in
 * a storm of new connections, requests of those that are open would stand in line behind all of it.
 *
 * <p>Who has begun goes first, then this machine's own clients, then the others; of each, who came
 * last: with more handshakes than can be done, the oldest have given up or soon will, and a health
 * check's own new connection is in time. Who waits is bounded by the server's limit of connections.
 * Safe for use by any number of threads.
 */
final class HandshakeTurns {
  /** Who goes before whom. */
  enum Rank {
    /**
     * The server's first and dearest part is done. What is left is cheap, and until it is done
     * nothing of it was of use: with newcomers in front, a storm of them would leave all waiting
     * half-way until it is over.
     */
    BEGUN,
    /**
     * A client on the server's own machine: a kubelet's probes, controllers, the scheduler. No
     * client elsewhere can look like one, as its address would have to be the server's.
     */
    OWN_MACHINE,
    /** All others. */
    OTHER
  }

  private final Object lock = new Object();
  private final Map<Rank, Deque<CountDownLatch>> waiting = new EnumMap<>(Rank.class);
  private int free;

  /**
   * Turns for so many threads.
   *
   * @param atOnce 1 or more
   */
  HandshakeTurns(int atOnce) {
    this.free = atOnce;
    for (Rank rank : Rank.values()) {
      waiting.put(rank, new ArrayDeque<>());
    }
  }

  /**
   * Waits for a turn, which {@link #leave} ends.
   *
   * @throws InterruptedException when the thread is interrupted while it waits; it has no turn then
   */
  void enter(Rank rank) throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    Deque<CountDownLatch> line = waiting.getOrDefault(rank, new ArrayDeque<>());
    synchronized (lock) {
      if (free > 0) {
        free--;
        return;
      }
      line.push(turn);
    }
    try {
      turn.await();
    } catch (InterruptedException e) {
      boolean handedOver;
      synchronized (lock) {
        handedOver = !line.remove(turn);
      }
      if (handedOver) {
        leave();
      }
      throw e;
    }
  }

  /** Ends a turn: the first in line gets it. */
  void leave() {
    synchronized (lock) {
      for (Deque<CountDownLatch> line : waiting.values()) {
        CountDownLatch next = line.poll();
        if (next != null) {
          next.countDown();
          return;
        }
      }
      free++;
    }
  }
}
