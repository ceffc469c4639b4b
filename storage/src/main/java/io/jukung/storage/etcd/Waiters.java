package io.jukung.storage.etcd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/** Callers that wait for a revision to arrive here; each is woken once, when it has. */
final class Waiters {
  /** One caller. */
  private static final class Waiter {
    private final long revision;
    private final Thread thread = Thread.currentThread();

    Waiter(long revision) {
      this.revision = revision;
    }

    long revision() {
      return revision;
    }
  }

  // Guarded by this. Bounded by the number of threads that wait.
  private final PriorityQueue<Waiter> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiter::revision));
  private volatile long reached;

  Waiters(long reached) {
    this.reached = reached;
  }

  long reached() {
    return reached;
  }

  /**
   * A revision has arrived; one that is lower than before is, after a reset, not told to anyone.
   */
  void reach(long revision) {
    List<Waiter> done = new ArrayList<>();
    synchronized (this) {
      reached = revision;
      while (!waiting.isEmpty() && waiting.peek().revision <= revision) {
        done.add(waiting.remove());
      }
    }
    done.forEach(waiter -> LockSupport.unpark(waiter.thread));
  }

  /** Waits for a revision; false when the time was over, or the thread interrupted, first. */
  boolean await(long revision, long limitNs) {
    if (reached >= revision) {
      return true;
    }
    Waiter waiter = new Waiter(revision);
    synchronized (this) {
      waiting.add(waiter);
    }
    long deadlineNs = System.nanoTime() + limitNs;
    while (reached < revision && !Thread.currentThread().isInterrupted()) {
      long leftNs = deadlineNs - System.nanoTime();
      if (leftNs <= 0) {
        break;
      }
      LockSupport.parkNanos(this, leftNs);
    }
    if (reached >= revision) {
      return true;
    }
    synchronized (this) {
      waiting.remove(waiter);
    }
    return false;
  }
}
