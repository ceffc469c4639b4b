package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is anyone to take writes. Safe for use by any number of threads. */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  /** How long a group may be without a leader before writes are refused at once. */
  private static final long LEADERLESS_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);

  private final CompletableFuture<Boolean> led = new CompletableFuture<>();
  private volatile long leaderlessSinceNs;

  /**
   * Notes who leads.
   *
   * @param alone whether only this member can lead, which then has to be ready to
   */
  void leadership(Consensus.Leadership now, boolean alone) {
    if (now.leader().isPresent()) {
      leaderlessSinceNs = 0;
    } else if (leaderlessSinceNs == 0) {
      leaderlessSinceNs = System.nanoTime() | 1;
    }
    if (now.here() || (now.leader().isPresent() && !alone)) {
      led.complete(true);
    }
  }

  /** The store can't ever serve. */
  void failed(Throwable cause) {
    led.completeExceptionally(cause);
  }

  /** Fails when there has been no leader for long. */
  void check() {
    long since = leaderlessSinceNs;
    if (since != 0 && System.nanoTime() - since > LEADERLESS_LIMIT_NS) {
      throw new StoreException.Unavailable("no leader: most members can't be reached");
    }
  }

  /**
   * Waits until there has been a leader and a barrier has passed.
   *
   * @return false when that takes longer
   */
  boolean await(Duration limit, Runnable barrier) throws InterruptedException, ExecutionException {
    long deadlineNs = System.nanoTime() + limit.toNanos();
    try {
      led.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    }
    while (System.nanoTime() - deadlineNs <= 0) {
      try {
        barrier.run();
        return true;
      } catch (StoreException.Unavailable e) {
        LOG.debug("not ready yet", e);
      }
    }
    return false;
  }
}
