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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the store's history from a place that the event log does not reach back to, until it has
 * caught up with the log. What waits for the reader is bounded: over the bound it stops to listen,
 * and is over when the reader has read what is there, to be begun again from there.
 */
final class HistoryWatch implements WatchSource, WatchListener {
  private final ResourceAccess access;
  private final WatchFilter filter;
  private final WatchPlace from;
  private volatile @Nullable Watch source;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  // Guarded by lock.
  private final ArrayDeque<WatchEvent> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long delivered;
  private boolean full;
  private @Nullable StatusException failure;

  // Touched by the reader only.
  private boolean over;

  /** Starts to read history from {@code from} on. */
  HistoryWatch(ResourceAccess access, WatchFilter filter, WatchPlace from) {
    this.access = access;
    this.filter = filter;
    this.from = from;
    this.delivered = from.known();
    try {
      Watch watch =
          access.store.watch(
              new WatchRequest(filter.selection().range(), from.revision(), true), this);
      source = watch;
      watch.requestProgress();
    } catch (StoreException e) {
      onEnd(e);
    }
  }

  @Override
  public void onEvents(long revision, List<WatchEvent> events) {
    boolean stop;
    lock.lock();
    try {
      if (full) {
        return;
      }
      int known = revision == from.revision() ? Math.min(from.seen(), events.size()) : 0;
      for (WatchEvent event : events.subList(known, events.size())) {
        waiting.add(event);
        waitingBytes += bytes(event);
      }
      delivered = revision;
      full =
          waiting.size() >= access.config.catchUpEvents()
              || waitingBytes >= access.config.catchUpBytes();
      stop = full;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    if (stop) {
      close();
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
      if (!full) {
        delivered = Math.max(delivered, revision);
      }
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
                  "too old resource version: "
                      + from.known()
                      + " ("
                      + compacted.compactedRevision()
                      + ")")
              : StoreErrors.status(access.type.resource(), "watch", cause);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
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
          return Optional.of(new ObjectEvent.Failed(failure));
        }
        if (full || access.logReaches(WatchPlace.after(delivered))) {
          // Nothing that comes from now on is read here.
          full = true;
          over = true;
          return Optional.empty();
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
  }

  @Override
  public boolean over() {
    return over;
  }

  /** Known whole: what is over was read to its end. */
  @Override
  public WatchPlace place() {
    lock.lock();
    try {
      return WatchPlace.after(delivered);
    } finally {
      lock.unlock();
    }
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
    Watch watch = source;
    if (watch != null) {
      watch.close();
    }
  }
}
