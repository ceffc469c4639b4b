package io.jukung.storage.watch;

import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch: its cursor and its listener. Calls of the listener are made under {@code delivery}, so
 * {@link #close} waits for one that is under way, unless it is made by the listener itself.
 */
final class HubWatch implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(HubWatch.class);

  private static final int MOST_ASKED = 8;

  private final WatchHub hub;
  private final WatchRequest request;
  private final WatchListener listener;
  private final ReentrantLock delivery = new ReentrantLock();
  private volatile boolean closed;

  /** The revision to tell of as soon as it is delivered; 0 when nobody asked. */
  private volatile long progressWanted;

  // Written by the thread that serves the watch at the time; handed over under the hub's lock.
  private long next;
  private long told;
  private boolean behind;

  HubWatch(WatchHub hub, WatchRequest request, WatchListener listener) {
    this.hub = hub;
    this.request = request;
    this.listener = listener;
    this.next = request.startRevision();
    this.told = request.startRevision() - 1;
  }

  WatchRequest request() {
    return request;
  }

  boolean closed() {
    return closed;
  }

  /** Whether no watch is for any of the changes, as far as that is found out fast. */
  static boolean noneIsFor(Collection<HubWatch> watches, List<Change> changes) {
    return watches.size() <= MOST_ASKED
        && watches.stream().noneMatch(watch -> watch.isFor(changes));
  }

  private boolean isFor(List<Change> changes) {
    KeyRange range = request.range();
    for (Change change : changes) {
      for (WatchEvent event : change.events()) {
        if (range.contains(event.key())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The next revision to deliver, while the watch is not served from the ring. */
  long next() {
    return next;
  }

  boolean wantsProgress() {
    return progressWanted != 0;
  }

  void lagFrom(long revision) {
    next = Math.max(next, revision);
    behind = true;
  }

  /** Calls the listener with what lies in the range of a change not delivered yet. */
  void deliver(Change change) {
    if (change.revision() < next) {
      return;
    }
    List<WatchEvent> events = select(change.events());
    if (!events.isEmpty()) {
      call(
          () -> {
            told = change.revision();
            listener.onEvents(change.revision(), events);
          });
    }
  }

  /**
   * Tells of progress when asked for, or after a catch-up, or when {@code idle} and the watch has
   * not heard of so new a revision.
   */
  void progress(long revision, boolean idle) {
    boolean asked = wantsProgress() && revision >= progressWanted;
    boolean started = revision >= next - 1;
    if (asked || (started && (behind || (idle && told < revision)))) {
      progressWanted = asked ? 0 : progressWanted;
      behind = false;
      call(
          () -> {
            told = Math.max(told, revision);
            listener.onProgress(revision);
          });
    }
  }

  /** Ends the watch from the store's side. */
  void end(StoreException cause) {
    call(
        () -> {
          closed = true;
          listener.onEnd(cause);
        });
    hub.forget(this);
  }

  @Override
  public void requestProgress() {
    hub.wantProgress(newest -> progressWanted = newest);
  }

  @Override
  public void close() {
    closed = true;
    delivery.lock(); // Waits for a call under way.
    try {
      hub.forget(this);
    } finally {
      delivery.unlock();
    }
  }

  private void call(Runnable call) {
    boolean broken = false;
    delivery.lock();
    try {
      if (!closed) {
        call.run();
      }
    } catch (RuntimeException e) {
      LOG.error("a watch listener threw; its watch ends", e);
      closed = true;
      broken = true;
    } finally {
      delivery.unlock();
    }
    if (broken) {
      hub.forget(this);
    }
  }

  private List<WatchEvent> select(List<WatchEvent> events) {
    KeyRange range = request.range();
    if (events.size() == 1) {
      WatchEvent event = events.getFirst();
      return range.contains(event.key()) ? List.of(strip(event)) : List.of();
    }
    List<WatchEvent> selected = new ArrayList<>(events.size());
    for (WatchEvent event : events) {
      if (range.contains(event.key())) {
        selected.add(strip(event));
      }
    }
    return selected;
  }

  private WatchEvent strip(WatchEvent event) {
    if (request.previous() || event.previous().isEmpty()) {
      return event;
    }
    return switch (event) {
      case WatchEvent.Put put -> new WatchEvent.Put(put.current(), Optional.empty());
      case WatchEvent.Delete delete ->
          new WatchEvent.Delete(delete.key(), delete.revision(), Optional.empty());
    };
  }
}
