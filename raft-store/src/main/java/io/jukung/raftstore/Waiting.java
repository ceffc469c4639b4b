package io.jukung.raftstore;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A write whose outcome somebody waits for: the thread that made it, or a listener. */
final class Waiting {
  private final Command command;
  private final long bytes;
  private final Consumer<Outcome> told;
  private final long overdueNs;
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
  private volatile boolean abandoned;

  /** A write that this thread will {@link #await}. */
  Waiting(Command command) {
    this(command, waker(Thread.currentThread()), Long.MAX_VALUE);
  }

  /**
   * A write whose listener is told once, on any thread.
   *
   * @param overdueNs when {@link System#nanoTime} says this the listener is told that it took too
   *     long
   */
  Waiting(Command command, Consumer<Outcome> told, long overdueNs) {
    this.command = command;
    this.bytes = command.bytes();
    this.told = told;
    this.overdueNs = overdueNs;
  }

  private static Consumer<Outcome> waker(Thread caller) {
    return outcome -> LockSupport.unpark(caller);
  }

  /** Whether its listener should be told something by now. */
  boolean overdue(long nowNs) {
    return overdueNs != Long.MAX_VALUE && nowNs - overdueNs >= 0;
  }

  Command command() {
    return command;
  }

  long bytes() {
    return bytes;
  }

  /** Lets the caller go on; the first outcome counts. Called under the group commit's order. */
  void complete(Outcome known) {
    if (outcome.compareAndSet(null, known)) {
      told.accept(known);
    }
  }

  /** The outcome, when it is known. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome.get());
  }

  /** The caller waits no longer. */
  void abandon() {
    abandoned = true;
  }

  /** Whether the caller has gone without an outcome. */
  boolean abandoned() {
    return abandoned;
  }

  /** Waits in the caller's thread; empty when the time is over or the thread was interrupted. */
  Optional<Outcome> await(long limitNs) {
    long deadlineNs = System.nanoTime() + limitNs;
    while (outcome.get() == null && !Thread.currentThread().isInterrupted()) {
      long leftNs = deadlineNs - System.nanoTime();
      if (leftNs <= 0) {
        break;
      }
      LockSupport.parkNanos(this, leftNs);
    }
    return Optional.ofNullable(outcome.get());
  }
}
