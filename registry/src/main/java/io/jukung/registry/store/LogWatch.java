package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/** Reads the event log, after the entries it starts with. Its whole cost is its place: a number. */
final class LogWatch implements WatchSource {
  private final ResourceAccess access;
  private final EventLog log;
  private final WatchFilter filter;
  private final Iterator<CacheEntry> initial;
  private final boolean bookmarks;
  private final long bookmarkIntervalNs;
  private boolean endOfInitialDue;
  private WatchPlace place;
  private long next;
  private long bookmarkedNs;
  private final boolean lost;
  private int known;
  private boolean over;

  /**
   * A watch.
   *
   * @param initial what is told first
   * @param markInitialEnd whether a bookmark tells the end of {@code initial}
   * @param place up to where the client knows all changes, the initial ones included
   */
  LogWatch(
      ResourceAccess access,
      EventLog log,
      WatchFilter filter,
      Iterator<CacheEntry> initial,
      boolean markInitialEnd,
      boolean bookmarks,
      WatchPlace place) {
    this.access = access;
    this.log = log;
    this.filter = filter;
    this.initial = initial;
    this.endOfInitialDue = markInitialEnd;
    this.bookmarks = bookmarks;
    this.bookmarkIntervalNs = access.config.bookmarkInterval().toNanos();
    this.place = place;
    this.known = place.seen();
    this.next = log.firstAfter(place.known());
    // Asked after the place was looked for: nothing behind it was trimmed meanwhile.
    this.lost = !access.logReaches(place);
    this.bookmarkedNs = System.nanoTime();
  }

  @Override
  public boolean over() {
    return over;
  }

  @Override
  public WatchPlace place() {
    return place;
  }

  @Override
  public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
    if (initial.hasNext()) {
      return Optional.of(new ObjectEvent.Added(initial.next().object()));
    }
    if (endOfInitialDue) {
      endOfInitialDue = false;
      bookmarkedNs = System.nanoTime();
      return Optional.of(new ObjectEvent.Bookmark(place.known(), true));
    }
    if (lost) {
      over = true;
      return Optional.empty();
    }
    long deadlineNs = System.nanoTime() + wait.toNanos();
    while (true) {
      // Taken before the log's end: what is applied by now is also in the log by now.
      long applied = access.readCache.applied();
      Optional<ObjectEvent> event = unread();
      if (event.isPresent() || over) {
        return event;
      }
      if (applied > place.known()) {
        place = WatchPlace.after(applied);
      }
      long now = System.nanoTime();
      long bookmarkInNs = bookmarks ? bookmarkedNs + bookmarkIntervalNs - now : Long.MAX_VALUE;
      if (bookmarkInNs <= 0) {
        bookmarkedNs = now;
        return Optional.of(new ObjectEvent.Bookmark(place.known(), false));
      }
      if (now - deadlineNs >= 0) {
        return Optional.empty();
      }
      log.await(next, Math.min(deadlineNs - now, bookmarkInNs));
    }
  }

  private Optional<ObjectEvent> unread() {
    long end = log.end();
    while (next < end) {
      LogEvent change = log.read(next);
      if (change == null) {
        over = true;
        return Optional.empty();
      }
      next++;
      Optional<ObjectEvent> event = take(change);
      if (event.isPresent()) {
        return event;
      }
    }
    if (access.readCache.closed()) {
      return Optional.of(
          new ObjectEvent.Failed(
              StatusException.serviceUnavailable("the server is shutting down")));
    }
    if (log.retired()) {
      return Optional.of(new ObjectEvent.Ended());
    }
    // When the cache has begun anew, so has its log.
    over = log.closed();
    return Optional.empty();
  }

  /** What a change means, unless it is known. */
  private Optional<ObjectEvent> take(LogEvent change) {
    if (change.revision() < place.revision() || !filter.concerns(change)) {
      return Optional.empty();
    }
    if (known > 0 && change.revision() == place.revision()) {
      known--;
      return Optional.empty();
    }
    place = place.past(change.revision());
    return filter.event(change);
  }

  @Override
  public void close() {
    over = true;
  }
}
