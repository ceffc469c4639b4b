package io.jukung.storage.etcd;

import io.jukung.storage.StoreException;
import io.jukung.storage.watch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every change of etcd's, in order, from one watch that is opened again where it broke off. One
 * virtual thread waits for its end; deliveries come on gRPC's threads.
 */
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 1000;
  private static final long MOST_MISSING = 100_000;

  /** Where the changes go. */
  interface Owner {
    /** The changes of the next revisions, without gaps. */
    void changes(List<Change> changes);

    /**
     * History since the last change can't be had, or is another one than it was.
     *
     * @return the revision to go on after
     */
    long lost(String why);

    /** The newest revision, confirmed by a quorum. */
    long newest();
  }

  private final Endpoints endpoints;
  private final Calls calls;
  private final Owner owner;
  private final Thread thread;
  private volatile long last;
  private volatile boolean healthy;
  private volatile boolean closed;
  private volatile @Nullable WatchStream open;

  /** The revision etcd has gone back to; negative while nobody has seen that it has. */
  private volatile long wentBackTo = -1;

  private Feed(Endpoints endpoints, Calls calls, long after, Owner owner) {
    this.endpoints = endpoints;
    this.calls = calls;
    this.owner = owner;
    this.last = after;
    this.thread = Thread.ofVirtual().name("etcd-feed").unstarted(this::run);
  }

  /** Starts to follow after a revision. */
  static Feed start(Endpoints endpoints, Calls calls, long after, Owner owner) {
    Feed feed = new Feed(endpoints, calls, after, owner);
    feed.thread.start();
    return feed;
  }

  @Override
  public void close() {
    closed = true;
    WatchStream stream = open;
    if (stream != null) {
      stream.close();
    }
    thread.interrupt();
    try {
      var _ = thread.join(java.time.Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pauseMs = FIRST_PAUSE_MS;
    while (!closed) {
      try {
        Endpoints.Endpoint endpoint = endpoints.current();
        healthy = false;
        WatchStream.End end = follow(endpoint);
        pauseMs = healthy ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        after(endpoint, end);
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pauseMs));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoreException e) {
        LOG.debug("etcd can't be followed now", e);
      }
    }
  }

  private WatchStream.End follow(Endpoints.Endpoint endpoint) throws InterruptedException {
    WatchStream stream = WatchStream.open(endpoint, last + 1, new Taker());
    open = stream;
    if (closed) {
      stream.close();
    }
    return stream.awaitEnd();
  }

  private void after(Endpoints.Endpoint endpoint, WatchStream.End end) {
    long back = wentBackTo;
    if (back >= 0) {
      wentBackTo = -1;
      last = owner.lost("etcd went back from revision " + last + " to " + back);
      return;
    }
    switch (end) {
      case WatchStream.End.Closed ignored -> {}
      case WatchStream.End.Compacted compacted ->
          last = owner.lost("etcd gave up history up to revision " + compacted.revision());
      case WatchStream.End.Broken broken -> {
        if (!closed) {
          LOG.info("watch of etcd {} ended: {}", endpoint.address(), broken.text());
          if (Fate.of(broken.status(), true) == Fate.TOKEN) {
            calls.authenticate(endpoint);
          }
          endpoints.failed(endpoint);
        }
      }
    }
  }

  /** One stream's changes. */
  private final class Taker implements WatchStream.Listener {
    @Override
    public void created(long revision) {
      healthy = true;
      long told = last;
      if (revision < told) {
        // A member that is behind, or an etcd put back to an older state.
        Thread.ofVirtual().name("etcd-feed-check").start(() -> checkHistory(told));
      }
    }

    @Override
    public boolean changes(List<Change> changes) {
      if (changes.getLast().revision() - last > MOST_MISSING + changes.size()) {
        throw new IllegalStateException("etcd left out changes after " + last);
      }
      List<Change> whole = new ArrayList<>(changes.size());
      long next = last + 1;
      for (Change change : changes) {
        // A compaction takes the deletes of its own revision with it.
        for (; next < change.revision(); next++) {
          whole.add(new Change(next, List.of()));
        }
        if (next == change.revision()) {
          whole.add(change);
          next++;
        }
      }
      owner.changes(whole);
      last = next - 1;
      return true;
    }
  }

  /**
   * Looks whether etcd still has what was told before it was asked; it may well tell more while it
   * is asked.
   */
  private void checkHistory(long told) {
    try {
      long newest = owner.newest();
      if (newest < told) {
        wentBackTo = newest;
        WatchStream stream = open;
        if (stream != null) {
          stream.close(); // Nothing is told after this, so the next stream is alone.
        }
      }
    } catch (StoreException e) {
      LOG.debug("the next watch will see", e);
    }
  }
}
