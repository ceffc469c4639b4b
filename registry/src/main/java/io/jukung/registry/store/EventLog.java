package io.jukung.registry.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes of one resource, numbered from 0, in a ring that grows as the shared budget
 * lets it. One thread appends and trims; any number reads, each with a number of its own as its
 * place, so readers cost the writer nothing but a wake-up.
 */
final class EventLog {
  private static final int INITIAL_CAPACITY = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  // Replaced by the writer before end moves, so a reader that sees an end sees its ring.
  private volatile AtomicReferenceArray<@Nullable LogEvent> ring =
      new AtomicReferenceArray<>(INITIAL_CAPACITY);
  private volatile long start;
  private volatile long end;
  private volatile boolean closed;
  private volatile boolean retired;

  /** The number the next event will have. */
  long end() {
    return end;
  }

  /** The number of the oldest event that is still here. */
  long start() {
    return start;
  }

  /** Appends; readers see it after {@link #publish}. Writer only. */
  void append(LogEvent event) {
    AtomicReferenceArray<@Nullable LogEvent> events = ring;
    long at = event.sequence();
    if (at - start >= events.length()) {
      AtomicReferenceArray<@Nullable LogEvent> larger =
          new AtomicReferenceArray<>(events.length() * 2);
      for (long i = start; i < at; i++) {
        larger.set(slot(larger, i), events.get(slot(events, i)));
      }
      events = larger;
      ring = larger;
    }
    events.set(slot(events, at), event);
  }

  /** Lets readers see all events before {@code newEnd}. Writer only. */
  void publish(long newEnd) {
    lock.lock();
    try {
      end = newEnd;
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops the oldest event; returns its bytes. Writer only. */
  long trimOldest() {
    AtomicReferenceArray<@Nullable LogEvent> events = ring;
    long first = start;
    LogEvent oldest = events.getAndSet(slot(events, first), null);
    start = first + 1;
    return oldest == null ? 0 : oldest.bytes();
  }

  /** Ends all waiting, for good. */
  void close() {
    closed = true;
    publish(end);
  }

  boolean closed() {
    return closed;
  }

  /** Ends all waiting because the resource is gone: nothing was missed. */
  void retire() {
    retired = true;
    close();
  }

  /** Whether all there ever was to tell has been told. */
  boolean retired() {
    return retired;
  }

  /** The event with a number below {@link #end}; null when it is not here any more. */
  @Nullable LogEvent read(long sequence) {
    AtomicReferenceArray<@Nullable LogEvent> events = ring;
    LogEvent event = events.get(slot(events, sequence));
    return event == null || event.sequence() != sequence ? null : event;
  }

  /** Waits at most {@code nanos} for an event with number {@code sequence}. */
  boolean await(long sequence, long nanos) throws InterruptedException {
    if (end > sequence) {
      return true;
    }
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (end <= sequence && !closed && left > 0) {
        left = appended.awaitNanos(left);
      }
      return end > sequence;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The number of the first event after {@code revision}. Only right when no event after it was
   * trimmed, which the caller checks before and after.
   */
  long firstAfter(long revision) {
    long low = start;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      LogEvent event = read(middle);
      if (event == null || event.revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int slot(AtomicReferenceArray<@Nullable LogEvent> events, long sequence) {
    return (int) (sequence & (events.length() - 1));
  }
}
