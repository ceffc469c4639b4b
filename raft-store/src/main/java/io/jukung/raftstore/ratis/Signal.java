package io.jukung.raftstore.ratis;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.AwaitForSignal;

/**
 * Wakes a thread of Ratis that waits for work. Ratis 3.3.0's own forgets a signal that comes right
 * before the wait begins, and the thread sleeps for its whole time, 100 to 200 ms. This one keeps
 * it for the next wait. For one thread that waits, and any number that signal.
 */
class Signal extends AwaitForSignal {
  private final Semaphore signals = new Semaphore(0);

  Signal(String name) {
    super(name);
  }

  @Override
  public void await() throws InterruptedException {
    signals.acquire();
    int _ = signals.drainPermits();
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    if (time <= 0) {
      return false;
    }
    boolean signalled = signals.tryAcquire(time, unit);
    if (signalled) {
      int _ = signals.drainPermits();
    }
    return signalled;
  }

  @Override
  public void signal() {
    if (signals.availablePermits() == 0) {
      signals.release();
    }
  }
}
