package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does by itself, on one thread of its own: ending leases, compacting by age, giving
 * back space, looking at the disk.
 */
final class Maintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  /** The store behind this. */
  interface Owner {
    /** Whether this member leads: ending leases and compacting by age is the leader's. */
    boolean leads();

    /** Ends leases whose time is over. */
    void endLeases();

    /** Removes a slice of compacted history; true when there is more. */
    boolean purgeSlice();

    /** Looks at the free disk space. */
    void checkDisk();

    /** The newest revision. */
    long revision();

    /** Compacts. */
    void compact(long revision);

    /** The clock, in milliseconds since 1970. */
    long nowMs();
  }

  private final Owner owner;
  private final Duration compactionAge;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("raft-store-maintenance").factory());

  // Touched by the maintenance thread only.
  private final AgeCompaction ages;

  Maintenance(RaftStoreConfig config, Owner owner) {
    this.owner = owner;
    this.compactionAge = config.compactionAge();
    this.ages = new AgeCompaction(compactionAge);
  }

  void start(Duration leaseCheck) {
    every(
        leaseCheck,
        () -> {
          if (owner.leads()) {
            owner.endLeases();
          }
        });
    every(Duration.ofSeconds(1), owner::checkDisk);
    if (!compactionAge.isZero()) {
      every(Duration.ofMillis(ages.everyMs()), this::compactByAge);
    }
    purgeSoon();
  }

  /** Goes on giving back space. */
  void purgeSoon() {
    soon(
        0,
        () -> {
          if (owner.purgeSlice()) {
            purgeSoon();
          }
        });
  }

  /** Runs something in a moment; not at all when closed. */
  void soon(long delayMs, Runnable task) {
    try {
      var _ = thread.schedule(() -> guarded(task), delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("maintenance did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Compacts at the newest revision that is as old as the age; all members know which. */
  private void compactByAge() {
    long target = ages.look(owner.nowMs(), owner.revision());
    if (target > 1 && owner.leads()) {
      try {
        owner.compact(target);
      } catch (StoreException.Compacted e) {
        LOG.debug("nothing new to compact", e);
      }
    }
  }

  private void every(Duration interval, Runnable task) {
    long ns = interval.toNanos();
    var _ = thread.scheduleWithFixedDelay(() -> guarded(task), ns, ns, TimeUnit.NANOSECONDS);
  }

  /** A task that fails is tried again at its next turn; the store's own state is not at stake. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (StoreException.Unavailable e) {
      LOG.debug("store not available for maintenance", e);
    } catch (RuntimeException e) {
      LOG.error("maintenance failed", e);
    }
  }
}
