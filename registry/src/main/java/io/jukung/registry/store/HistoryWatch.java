package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A watch from a revision that the event log does not reach back to: it reads the store's history
 * until it has caught up with the log, and goes on there. What waits for the reader is bounded;
 * over the bound the watch ends.
 */
final class HistoryWatch implements ObjectWatch, WatchListener {
  private final ResourceAccess access;
  private final WatchFilter filter;
  private final long from;
  private final LongFunction<ObjectWatch> goOn;
  private final Watch source;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  // Guarded by lock.
  private final ArrayDeque<WatchEvent> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long delivered;
  private @Nullable StatusException failure;

  // Touched by the reader only.
  private @Nullable ObjectWatch rest;
  private boolean ended;

  /**
   * Starts to read history after {@code from}.
   *
   * @param goOn makes the watch to go on with after a revision
   */
  HistoryWatch(
      ResourceAccess access, WatchFilter filter, long from, LongFunction<ObjectWatch> goOn) {
    this.access = access;
    this.filter = filter;
    this.from = from;
    this.goOn = goOn;
    this.delivered = from;
    this.source =
        access.store.watch(new WatchRequest(filter.selection().range(), from + 1, true), this);
    source.requestProgress();
  }

  @Override
  public void onEvents(long revision, List<WatchEvent> events) {
    lock.lock();
    try {
      if (failure != null) {
        return;
      }
      for (WatchEvent event : events) {
        waiting.add(event);
        waitingBytes += bytes(event);
      }
      delivered = revision;
      if (waiting.size() > access.config.catchUpEvents()
          || waitingBytes > access.config.catchUpBytes()) {
        failure = StatusException.expired("too old resource version: the watch fell behind");
        waiting.clear();
        waitingBytes = 0;
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static long bytes(WatchEvent event) {
    long previous = event.previous().map(kv -> (long) kv.value().length()).orElse(0L);
    return event instanceof WatchEvent.Put put
        ? previous + put.current().value().length()
        : previous;
  }

  @Override
  public void onProgress(long revision) {
    lock.lock();
    try {
      delivered = Math.max(delivered, revision);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onEnd(StoreException cause) {
    lock.lock();
    try {
      failure =
          cause instanceof StoreException.Compacted compacted
              ? StatusException.expired(
                  "too old resource version: " + from + " (" + compacted.compactedRevision() + ")")
              : StoreErrors.status(access.type.resource(), "watch", cause);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    ObjectWatch following = rest;
    if (following != null) {
      return following.next(wait);
    }
    long deadlineNs = System.nanoTime() + wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        WatchEvent change = waiting.poll();
        if (change != null) {
          waitingBytes -= bytes(change);
          Optional<ObjectEvent> event = filter.event(logEvent(change));
          if (event.isPresent()) {
            return event;
          }
          continue;
        }
        if (failure != null) {
          ended = true;
          return Optional.of(new ObjectEvent.Failed(failure));
        }
        if (LogWatch.reaches(access.readCache, delivered)) {
          break;
        }
        long left = deadlineNs - System.nanoTime();
        if (left <= 0) {
          return Optional.empty();
        }
        arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    return switchOver().next(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
  }

  /** What the source handed over until its end comes first. */
  private ObjectWatch switchOver() {
    source.close();
    ObjectWatch following;
    lock.lock();
    try {
      following = goOn.apply(delivered);
      if (!waiting.isEmpty()) {
        following = new Prefixed(pending(), following);
      }
    } finally {
      lock.unlock();
    }
    rest = following;
    return following;
  }

  private Iterator<ObjectEvent> pending() {
    List<WatchEvent> changes = List.copyOf(waiting);
    waiting.clear();
    return changes.stream().map(this::logEvent).flatMap(e -> filter.event(e).stream()).iterator();
  }

  private LogEvent logEvent(WatchEvent change) {
    CacheEntry previous = change.previous().map(this::entry).orElse(null);
    CacheEntry current = change instanceof WatchEvent.Put put ? entry(put.current()) : null;
    return new LogEvent(0, change.revision(), previous, current, access.cache.reader());
  }

  private CacheEntry entry(KeyValue stored) {
    return access.cache.reader().read(stored);
  }

  @Override
  public void close() {
    ended = true;
    source.close();
    ObjectWatch following = rest;
    if (following != null) {
      following.close();
    }
  }

  /** Some events, then those of another watch. */
  private record Prefixed(Iterator<ObjectEvent> first, ObjectWatch then) implements ObjectWatch {
    @Override
    public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
      return first.hasNext() ? Optional.of(first.next()) : then.next(wait);
    }

    @Override
    public void close() {
      then.close();
    }
  }
}
