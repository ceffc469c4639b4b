package io.jukung.conformance.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits, within a bound, for what another process does and nobody can signal. Everything inside the
 * test's own process is waited for with latches instead.
 */
public final class Await {
  private static final long INTERVAL_MS = 25;

  private Await() {}

  /**
   * Asks until the answer is true.
   *
   * @throws AssertionError naming {@code what}, and the last failure, when the bound is over
   */
  public static void until(String what, Duration bound, Callable<Boolean> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    Semaphore never = new Semaphore(0);
    Exception last = null;
    while (System.nanoTime() - deadline < 0) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      if (never.tryAcquire(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody releases this semaphore");
      }
    }
    throw new AssertionError("not within " + bound + ": " + what, last);
  }
}
