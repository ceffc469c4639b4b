package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * A watch that reads the event log, after the entries it starts with. Its whole cost is its place:
 * a number.
 */
final class LogWatch implements ObjectWatch {
  private final ReadCache readCache;
  private final EventLog log;
  private final WatchFilter filter;
  private final Iterator<CacheEntry> initial;
  private final boolean bookmarks;
  private final long bookmarkIntervalNs;
  private final long from;
  private boolean endOfInitialDue;
  private long next;
  private long bookmarkedNs;
  private final boolean lost;
  private boolean ended;

  /**
   * A watch.
   *
   * @param initial what is told first
   * @param markInitialEnd whether a bookmark tells the end of {@code initial}
   * @param from changes up to this revision are known to the client
   */
  LogWatch(
      ReadCache readCache,
      EventLog log,
      WatchFilter filter,
      Iterator<CacheEntry> initial,
      boolean markInitialEnd,
      boolean bookmarks,
      Duration bookmarkInterval,
      long from) {
    this.readCache = readCache;
    this.log = log;
    this.filter = filter;
    this.initial = initial;
    this.endOfInitialDue = markInitialEnd;
    this.bookmarks = bookmarks;
    this.bookmarkIntervalNs = bookmarkInterval.toNanos();
    this.from = from;
    this.next = log.firstAfter(from);
    // Asked after the place was looked for: nothing behind it was trimmed meanwhile.
    this.lost = !reaches(readCache, from);
    this.bookmarkedNs = System.nanoTime();
  }

  /** Whether the log holds everything after {@code revision}, so that a watch can start there. */
  static boolean reaches(ReadCache readCache, long revision) {
    return revision >= readCache.trimmed();
  }

  /** Whether the place was gone before it could be taken. */
  boolean lost() {
    return lost;
  }

  @Override
  public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    if (lost) {
      return fail();
    }
    if (initial.hasNext()) {
      return Optional.of(new ObjectEvent.Added(initial.next().object()));
    }
    if (endOfInitialDue) {
      endOfInitialDue = false;
      bookmarkedNs = System.nanoTime();
      return Optional.of(new ObjectEvent.Bookmark(from, true));
    }
    long deadlineNs = System.nanoTime() + wait.toNanos();
    while (true) {
      // Taken before the log's end: what is applied by now is also in the log by now.
      long applied = readCache.applied();
      Optional<ObjectEvent> event = unread();
      if (event.isPresent()) {
        return event;
      }
      long now = System.nanoTime();
      long bookmarkInNs = bookmarks ? bookmarkedNs + bookmarkIntervalNs - now : Long.MAX_VALUE;
      if (bookmarkInNs <= 0) {
        bookmarkedNs = now;
        return Optional.of(new ObjectEvent.Bookmark(Math.max(applied, from), false));
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
        return fail();
      }
      next++;
      if (change.revision() > from) {
        Optional<ObjectEvent> event = filter.event(change);
        if (event.isPresent()) {
          return event;
        }
      }
    }
    return log.closed() ? fail() : Optional.empty();
  }

  /** The place in the log is gone: the reader was too slow, or the cache began anew. */
  private Optional<ObjectEvent> fail() {
    ended = true;
    return Optional.of(
        new ObjectEvent.Failed(
            StatusException.expired("too old resource version: the watch fell behind")));
  }

  @Override
  public void close() {
    ended = true;
  }
}
