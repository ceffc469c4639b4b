package io.jukung.raftstore.ratis;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Wakes the thread that applies entries. A follower nobody writes through is woken for some commits
 * at a time: applying them one by one, as they come, costs it, and who shares its processors,
 * several times as much. The first one after a pause wakes it at once. For one thread that waits,
 * and any number that signal.
 */
class Gathering extends Signal {
  /** How long commits are gathered at most, since the last ones were applied. */
  private static final long GATHER_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final BooleanSupplier unhurried;
  private volatile boolean gathering;
  private volatile boolean gathered;

  /**
   * For one member.
   *
   * @param unhurried whether what is committed next may wait a moment; asked by the thread that
   *     applies
   */
  Gathering(String name, BooleanSupplier unhurried) {
    super(name);
    this.unhurried = unhurried;
  }

  /** Somebody waits for what is committed next, or has been already. */
  final void hurry() {
    if (gathering) {
      super.signal();
    }
  }

  /** Wakes the thread whether it gathers or not. */
  final void now() {
    super.signal();
  }

  @Override
  public void signal() {
    gathered = true;
    if (!gathering) {
      super.signal();
    }
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    boolean signalled = (gathering && gather()) || super.await(time, unit);
    gathering = signalled && unhurried.getAsBoolean(); // Not after a pause.
    gathered = false; // Commits signalled so far are there to be seen when this returns.
    return signalled;
  }

  /** Whether there is something to apply after a moment. */
  private boolean gather() throws InterruptedException {
    boolean hurried = super.await(GATHER_NS, TimeUnit.NANOSECONDS);
    gathering = false; // Before the look: who comes later signals.
    return hurried || gathered;
  }
}
