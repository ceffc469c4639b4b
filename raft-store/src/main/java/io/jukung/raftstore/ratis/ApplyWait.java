package io.jukung.raftstore.ratis;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread that applies entries waits. Another thread may apply some while it does: the
 * turn is whose it is to apply, and this thread's whenever it does not wait. For one thread that
 * waits, and any number of others.
 */
final class ApplyWait extends Gathering {
  private static final long BUSY_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicReference<@Nullable Runnable> due = new AtomicReference<>();
  private volatile boolean waited;
  private volatile boolean helped;
  private volatile boolean busy;
  private volatile long busySinceNs;

  /**
   * For one member.
   *
   * @param unhurried whether what is committed next may wait a moment; asked by the thread that
   *     applies
   */
  ApplyWait(BooleanSupplier unhurried) {
    super("apply", unhurried);
  }

  /** Lets the thread do something before it applies; false when it has been busy for too long. */
  boolean first(Runnable look) {
    if (busy && System.nanoTime() - busySinceNs > BUSY_LIMIT_NS) {
      return false;
    }
    due.set(look);
    now();
    return true;
  }

  /** Applies on the caller's thread; false when it is not its turn. */
  boolean instead(Runnable apply) {
    if (!waited || !turn.tryLock()) {
      return false;
    }
    try {
      apply.run();
    } finally {
      helped = true;
      turn.unlock();
    }
    return true;
  }

  /** Who has the turn will see what this would say. */
  @Override
  public void signal() {
    if (!turn.isHeldByCurrentThread()) {
      super.signal();
    }
  }

  /** Returns true, too, when others have applied: the thread may have to take a snapshot. */
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    busy = false;
    waited = true;
    if (turn.isHeldByCurrentThread()) {
      turn.unlock();
    }
    boolean signalled;
    try {
      signalled = super.await(time, unit);
    } finally {
      turn.lock();
    }
    signalled |= helped;
    helped = false;
    busySinceNs = System.nanoTime();
    busy = true;
    Runnable look = due.getAndSet(null);
    if (look != null) {
      look.run();
    }
    return signalled;
  }
}
