package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is anyone to take writes. Safe for use by any number of threads. */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  /** How long a group may be without a leader before writes are refused at once. */
  private static final long LEADERLESS_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);

  private static final long EXPLAINED_AFTER_NS = TimeUnit.SECONDS.toNanos(1);
  private static final String UNKNOWN = "most members can't be reached";

  private final CompletableFuture<Boolean> led = new CompletableFuture<>();
  private volatile long leaderlessSinceNs;
  private volatile String why = UNKNOWN;

  /**
   * Notes who leads.
   *
   * @param alone whether only this member can lead, which then has to be ready to
   */
  void leadership(Consensus.Leadership now, boolean alone) {
    if (now.leader().isPresent()) {
      if (leaderlessSinceNs != 0 && !why.equals(UNKNOWN)) {
        LOG.info("the store is led again, by {}", now.leader().get());
      }
      leaderlessSinceNs = 0;
      why = UNKNOWN;
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
    if (leaderlessFor(LEADERLESS_LIMIT_NS)) {
      throw new StoreException.Unavailable("no leader: " + why);
    }
  }

  /** Whether there has been no leader for so long that somebody should look why. */
  boolean unexplained() {
    return leaderlessFor(EXPLAINED_AFTER_NS);
  }

  /**
   * Notes why there is no leader.
   *
   * @param unreachable why, by name, of the members that can't be reached
   */
  void explain(Map<String, String> unreachable) {
    String found =
        unreachable.isEmpty()
            ? "all members can be reached, and elect one"
            : "can't reach "
                + unreachable.entrySet().stream()
                    .map(member -> member.getKey() + " (" + member.getValue() + ")")
                    .collect(Collectors.joining(", "));
    if (leaderlessSinceNs != 0 && !found.equals(why)) {
      why = found;
      LOG.warn("the store has no leader: {}", found);
    }
  }

  private boolean leaderlessFor(long limitNs) {
    long since = leaderlessSinceNs;
    return since != 0 && System.nanoTime() - since > limitNs;
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
