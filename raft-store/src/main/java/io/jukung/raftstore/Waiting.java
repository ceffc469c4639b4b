package io.jukung.raftstore;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write whose caller waits for its outcome. */
final class Waiting {
  private final Command command;
  private final long bytes;
  private final Thread caller = Thread.currentThread();
  private volatile @Nullable Outcome outcome;
  private volatile boolean abandoned;

  Waiting(Command command) {
    this.command = command;
    this.bytes = command.bytes();
  }

  Command command() {
    return command;
  }

  long bytes() {
    return bytes;
  }

  /** Lets the caller go on; the first outcome counts. Called under the group commit's order. */
  void complete(Outcome known) {
    if (outcome == null) {
      outcome = known;
      LockSupport.unpark(caller);
    }
  }

  /** The outcome, when it is known. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
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
    while (outcome == null && !Thread.currentThread().isInterrupted()) {
      long leftNs = deadlineNs - System.nanoTime();
      if (leftNs <= 0) {
        break;
      }
      LockSupport.parkNanos(this, leftNs);
    }
    return Optional.ofNullable(outcome);
  }
}
