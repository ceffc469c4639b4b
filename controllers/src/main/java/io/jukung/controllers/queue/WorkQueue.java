package io.jukung.controllers.queue;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A queue of keys to work on. Safe for all threads. Holds each key once, so its size is bounded by
 * the number of objects there are; a key added while it is being worked on comes again afterwards.
 *
 * @param <K> the keys, with equality
 */
public final class WorkQueue<K> {
  /** The wait after the first failure; doubles with each further one. */
  static final Duration FIRST_BACKOFF = Duration.ofMillis(5);

  /** The longest wait after failures. */
  static final Duration MAX_BACKOFF = Duration.ofSeconds(1000);

  /** All keys together come back at most this often after failures, once {@link #BURST} did. */
  private static final double FAILURES_PER_SECOND = 10;

  private static final int BURST = 100;

  private record Delayed<K>(K key, long atNs) {}

  private final LongSupplier nanoTime;
  private final TokenBucket bucket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LinkedHashSet<K> ready = new LinkedHashSet<>();
  private final Set<K> working = new HashSet<>();
  private final Set<K> again = new HashSet<>();
  private final PriorityQueue<Delayed<K>> delayed =
      new PriorityQueue<>(Comparator.comparingLong(Delayed::atNs));
  private final Map<K, Long> delayedAtNs = new HashMap<>();
  private final Map<K, Integer> failures = new HashMap<>();
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param nanoTime the clock, {@link System#nanoTime} outside tests
   */
  public WorkQueue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.bucket = new TokenBucket(nanoTime, FAILURES_PER_SECOND, BURST);
  }

  /** Puts a key in line; nothing happens when it stands there already or the queue is closed. */
  public void add(K key) {
    lock.lock();
    try {
      addLocked(key);
    } finally {
      lock.unlock();
    }
  }

  /** Puts a key in line after {@code delay}; of several waits for one key the shortest counts. */
  public void addAfter(K key, Duration delay) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      long atNs = nanoTime.getAsLong() + delay.toNanos();
      Long before = delayedAtNs.get(key);
      if (before == null || atNs - before < 0) {
        delayedAtNs.put(key, atNs);
        delayed.add(new Delayed<>(key, atNs));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a key in line after a wait that doubles with each failure since {@link #forget}, and is
   * longer when very many keys fail.
   */
  public void addRateLimited(K key) {
    int count;
    lock.lock();
    try {
      count = failures.merge(key, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
    Duration own = backoff(count);
    Duration shared = bucket.reserve();
    addAfter(key, own.compareTo(shared) > 0 ? own : shared);
  }

  /** How often the key failed since it was forgotten. */
  public int failures(K key) {
    lock.lock();
    try {
      return failures.getOrDefault(key, 0);
    } finally {
      lock.unlock();
    }
  }

  /** How many keys stand in line now. */
  public int depth() {
    lock.lock();
    try {
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the key's failures. */
  public void forget(K key) {
    lock.lock();
    try {
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next key to work on, waiting for one; empty when the queue is closed. {@link #done} must
   * follow.
   */
  public Optional<K> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          return Optional.empty();
        }
        long waitNs = releaseDelayed();
        if (!ready.isEmpty()) {
          K key = ready.removeFirst();
          working.add(key);
          return Optional.of(key);
        }
        if (waitNs == Long.MAX_VALUE) {
          changed.await();
        } else {
          long _ = changed.awaitNanos(waitNs);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the work on a taken key is over; when the key was added meanwhile, it stands in line
   * again.
   */
  public void done(K key) {
    lock.lock();
    try {
      working.remove(key);
      if (again.remove(key)) {
        addLocked(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the queue: waiting workers get nothing more. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  static Duration backoff(int failures) {
    int doublings = Math.min(failures - 1, 30);
    Duration wait = FIRST_BACKOFF.multipliedBy(1L << doublings);
    return wait.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : wait;
  }

  private void addLocked(K key) {
    if (closed) {
      return;
    }
    if (working.contains(key)) {
      again.add(key);
    } else if (ready.add(key)) {
      changed.signal();
    }
  }

  /** Moves what has waited long enough into line; returns how long the next one waits. */
  private long releaseDelayed() {
    long now = nanoTime.getAsLong();
    while (!delayed.isEmpty()) {
      Delayed<K> first = delayed.peek();
      if (first.atNs() - now > 0) {
        return first.atNs() - now;
      }
      delayed.remove();
      if (delayedAtNs.remove(first.key(), first.atNs())) {
        addLocked(first.key());
      }
    }
    return Long.MAX_VALUE;
  }
}
