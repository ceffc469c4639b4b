package io.jukung.storage.etcd;

import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import io.jukung.storage.watch.History;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Old changes, read by a short watch over all keys: only there each revision has an event, so that
 * the end of a page is known.
 */
final class EtcdHistory implements History {
  private static final long PAGE_BYTES = 1 << 20;
  private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);

  private final Endpoints endpoints;
  private final Calls calls;
  private final LongSupplier compacted;
  private final LongSupplier probeCompacted;
  private final LongConsumer learnCompacted;

  /**
   * History of an etcd.
   *
   * @param compacted the compacted revision as known here
   * @param probeCompacted the same, asked of etcd
   * @param learnCompacted takes what etcd told
   */
  EtcdHistory(
      Endpoints endpoints,
      Calls calls,
      LongSupplier compacted,
      LongSupplier probeCompacted,
      LongConsumer learnCompacted) {
    this.probeCompacted = probeCompacted;
    this.endpoints = endpoints;
    this.calls = calls;
    this.compacted = compacted;
    this.learnCompacted = learnCompacted;
  }

  @Override
  public long compactedRevision() {
    return compacted.getAsLong();
  }

  @Override
  public Page read(KeyRange range, long fromRevision, long toRevision) {
    if (fromRevision < compactedRevision()) {
      throw new StoreException.Compacted(fromRevision, compactedRevision());
    }
    long deadlineNs = System.nanoTime() + calls.timeoutNs();
    while (true) {
      calls.requireOpen();
      Endpoints.Endpoint endpoint = endpoints.current();
      PageTaker taker = new PageTaker(range, fromRevision, toRevision);
      switch (read(endpoint, taker)) {
        case WatchStream.End.Closed ignored -> {
          return taker.page();
        }
        case WatchStream.End.Compacted gone -> {
          learnCompacted.accept(gone.revision());
          throw new StoreException.Compacted(fromRevision, gone.revision());
        }
        case WatchStream.End.Broken broken -> {
          endpoints.failed(endpoint);
          if (Fate.of(broken.status(), true) == Fate.TOKEN) {
            calls.authenticate(endpoint);
          }
          if (deadlineNs - System.nanoTime() <= 0) {
            throw new StoreException.Unavailable("history of etcd: " + broken.text());
          }
        }
      }
    }
  }

  private WatchStream.End read(Endpoints.Endpoint endpoint, PageTaker taker) {
    long deadlineNs = System.nanoTime() + calls.timeoutNs();
    WatchStream stream = WatchStream.open(endpoint, taker.from, taker);
    try {
      while (true) {
        try {
          return stream.awaitEnd(QUIET_NS);
        } catch (TimeoutException e) {
          // The deletes of a revision go when it is compacted at: then nothing is told of it.
          if (taker.to <= probeCompacted.getAsLong()) {
            taker.nothingLeft();
            return new WatchStream.End.Closed();
          }
          if (deadlineNs - System.nanoTime() <= 0) {
            throw new StoreException.Unavailable("etcd is slow to tell its history");
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while reading history");
    } finally {
      stream.close();
    }
  }

  /** Collects one page. */
  private static final class PageTaker implements WatchStream.Listener {
    private final KeyRange range;
    private final long from;
    private final long to;
    private final List<Change> found = new ArrayList<>();
    private long covered;
    private long bytes;

    PageTaker(KeyRange range, long from, long to) {
      this.range = range;
      this.from = from;
      this.to = to;
      this.covered = from - 1;
    }

    @Override
    public void created(long revision) {}

    @Override
    public synchronized boolean changes(List<Change> changes) {
      for (Change change : changes) {
        if (change.revision() <= to) {
          bytes += change.bytes();
          select(change);
        }
      }
      covered = Math.min(to, changes.getLast().revision());
      return covered < to && bytes <= PAGE_BYTES;
    }

    private void select(Change change) {
      List<WatchEvent> events =
          change.events().stream().filter(event -> range.contains(event.key())).toList();
      if (!events.isEmpty()) {
        found.add(new Change(change.revision(), events));
      }
    }

    synchronized void nothingLeft() {
      covered = to;
    }

    synchronized Page page() {
      return new Page(found, covered);
    }
  }
}
