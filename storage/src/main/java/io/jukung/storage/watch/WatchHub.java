package io.jukung.storage.watch;

import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Hands committed changes to watches. Safe for use by any number of threads; see the package.
 *
 * <p>A watch is always in one of three places: {@code lagging} (the history thread reads pages for
 * it), {@code joining} (caught up nearly, to be taken over by the ring thread) or in the ring
 * thread's own set, where all watches have been served up to {@code cursor}.
 */
public final class WatchHub implements AutoCloseable {
  private static final int DELIVERY_BATCH = 256;

  private final History history;
  private final LongSupplier nanoTime;
  private final long progressNs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ringWork = lock.newCondition();
  private final Condition historyWork = lock.newCondition();
  private final Condition ended = lock.newCondition();

  private final AtomicInteger wantingPrevious = new AtomicInteger();

  // Guarded by lock.
  private final ChangeRing ring;
  private final ArrayDeque<HubWatch> joining = new ArrayDeque<>();
  private final ArrayDeque<HubWatch> lagging = new ArrayDeque<>();
  private final Set<HubWatch> open = new LinkedHashSet<>();
  private long cursor;
  private boolean wanted;
  private boolean stopping;
  private int running;

  // Touched by the ring thread only.
  private final Set<HubWatch> synced = new LinkedHashSet<>();
  private long progressAt;

  /**
   * A hub without threads yet: it takes changes and watches, and delivers once it is started.
   *
   * @param revision the store's newest revision; the first change published is the one after it
   * @param nanoTime counts the interval of progress, as {@link System#nanoTime} does
   */
  public WatchHub(long revision, WatchHubConfig config, History history, LongSupplier nanoTime) {
    this.history = history;
    this.nanoTime = nanoTime;
    this.progressNs = config.progressInterval().toNanos();
    this.progressAt = nanoTime.getAsLong() + progressNs;
    this.ring = new ChangeRing(revision, config.ringChanges(), config.ringBytes());
    this.cursor = revision;
  }

  /**
   * A started hub.
   *
   * @param name the first part of its threads' names
   * @param revision the store's newest revision; the first change published is the one after it
   */
  public static WatchHub start(String name, long revision, WatchHubConfig config, History history) {
    WatchHub hub = new WatchHub(revision, config, history, System::nanoTime);
    hub.start(name);
    return hub;
  }

  /**
   * Starts the threads; to be called once.
   *
   * @param name the first part of their names
   */
  public void start(String name) {
    locked(() -> running = 2);
    Thread.ofPlatform()
        .daemon()
        .name(name + "-watch")
        .start(() -> run(() -> ringRound(progressAt - nanoTime.getAsLong())));
    Thread.ofPlatform()
        .daemon()
        .name(name + "-watch-history")
        .start(() -> run(() -> historyRound(Long.MAX_VALUE)));
  }

  /**
   * Whether a watch asks for previous values. Changes may be published without them when none did
   * as they were made; who has asked meanwhile gets them from history.
   */
  public boolean wantsPrevious() {
    return wantingPrevious.get() > 0;
  }

  /** Takes the changes of the next revisions, in order. Never blocks on a watch. */
  public void publish(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    locked(
        () -> {
          // No thread is woken for changes that are nobody's, as most of etcd's API's can be.
          boolean passed = cursor == ring.newest() && HubWatch.noneIsFor(open, changes);
          changes.forEach(ring::add);
          if (passed) {
            cursor = ring.newest();
            ring.delivered(cursor);
          } else {
            ringWork.signal();
          }
        });
  }

  /**
   * Goes on after {@code revision}, not older than the newest published, as the store took over a
   * whole state. Watches get what is between from history, or end as compacted.
   */
  public void jump(long revision) {
    locked(
        () -> {
          ring.jump(revision);
          ringWork.signal();
        });
  }

  /**
   * Registers a watch.
   *
   * @param request with a start revision above 0
   * @throws StoreException.Unavailable when the hub is closed
   */
  public Watch watch(WatchRequest request, WatchListener listener) {
    HubWatch watch = new HubWatch(this, request, listener);
    locked(() -> add(watch));
    return watch;
  }

  private void add(HubWatch watch) {
    if (stopping) {
      throw new StoreException.Unavailable("store closed");
    }
    open.add(watch);
    if (watch.request().previous()) {
      wantingPrevious.incrementAndGet();
    }
    if (watch.next() < history.compactedRevision()) {
      lagging.add(watch); // Its first page will tell that it is compacted.
      historyWork.signal();
    } else {
      joining.add(watch);
      ringWork.signal();
    }
  }

  /** Ends every watch and stops the threads; waits a bounded time for calls under way. */
  @Override
  public void close() {
    List<HubWatch> rest = List.of();
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      stopping = true;
      rest = List.copyOf(open);
      ringWork.signalAll();
      historyWork.signalAll();
      long left = TimeUnit.SECONDS.toNanos(5);
      while (running > 0 && left > 0) {
        left = ended.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    rest.forEach(watch -> watch.end(new StoreException.Unavailable("store closed")));
  }

  void forget(HubWatch watch) {
    locked(
        () -> {
          if (open.remove(watch) && watch.request().previous()) {
            wantingPrevious.decrementAndGet();
          }
          wanted = true;
        });
  }

  /** Notes a wish for progress up to the newest revision and makes the ring thread look at it. */
  void wantProgress(LongConsumer note) {
    locked(
        () -> {
          wanted = true;
          ringWork.signal();
          note.accept(ring.newest());
        });
  }

  private void run(Loop loop) {
    try {
      while (loop.round()) {
        // Each round waits for its work.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      locked(
          () -> {
            running--;
            ended.signalAll();
          });
    }
  }

  /**
   * Delivers one batch from the ring.
   *
   * @param waitNs how long to wait for work
   * @return false when the hub is closed
   */
  boolean ringRound(long waitNs) throws InterruptedException {
    RingWork work = nextWork(waitNs);
    if (work.stop()) {
      return false;
    }
    for (Change change : work.changes()) {
      if (!change.whole()) {
        lagForPrevious(change.revision());
      }
      synced.forEach(watch -> watch.deliver(change));
    }
    if (work.lagged()) {
      synced.forEach(watch -> lag(watch, work.cursorBefore() + 1));
      synced.clear();
    }
    for (HubWatch watch : work.joining()) {
      join(watch, work.cursor());
    }
    synced.removeIf(HubWatch::closed);
    boolean idle = nanoTime.getAsLong() - progressAt >= 0;
    if (idle) {
      progressAt = nanoTime.getAsLong() + progressNs;
    }
    if (idle || work.wanted()) {
      synced.forEach(watch -> watch.progress(work.cursor(), idle));
    }
    return true;
  }

  private RingWork nextWork(long waitNs) throws InterruptedException {
    lock.lock();
    try {
      long left = waitNs;
      while (!stopping && !wanted && joining.isEmpty() && cursor == ring.newest() && left > 0) {
        left = ringWork.awaitNanos(left);
      }
      long before = cursor;
      boolean lagged = !ring.holds(cursor + 1);
      List<Change> changes =
          lagged
              ? List.of()
              : ring.copy(cursor + 1, Math.min(ring.newest(), cursor + DELIVERY_BATCH));
      cursor = lagged ? ring.newest() : cursor + changes.size();
      List<HubWatch> joins = List.copyOf(joining);
      joining.clear();
      ring.delivered(cursor);
      boolean caughtUp = cursor == ring.newest();
      boolean progress = wanted && caughtUp;
      if (progress) {
        wanted = false;
      }
      return new RingWork(stopping, lagged, changes, before, cursor, joins, progress);
    } finally {
      lock.unlock();
    }
  }

  /** Brings a watch to {@code cursor} from the ring, or gives it to the history thread. */
  private void join(HubWatch watch, long cursor) {
    long next = watch.next();
    List<Change> missed = List.of();
    if (next <= cursor) {
      lock.lock();
      try {
        if (!ring.holds(next, watch.request().previous())) {
          lagging.add(watch);
          historyWork.signal();
          return;
        }
        missed = ring.copy(next, cursor);
      } finally {
        lock.unlock();
      }
    }
    missed.forEach(watch::deliver);
    synced.add(watch);
    watch.progress(cursor, false);
    if (watch.wantsProgress()) {
      wantProgress(newest -> {});
    }
  }

  /** Watches that began to ask for previous values when a change was made already without. */
  private void lagForPrevious(long revision) {
    for (HubWatch watch : List.copyOf(synced)) {
      if (watch.request().previous()) {
        synced.remove(watch);
        lag(watch, revision);
      }
    }
  }

  private void lag(HubWatch watch, long next) {
    watch.lagFrom(next);
    locked(
        () -> {
          lagging.add(watch);
          historyWork.signal();
        });
  }

  /**
   * Reads one page for the watch that lags longest.
   *
   * @param waitNs how long to wait for one
   * @return false when the hub is closed
   */
  boolean historyRound(long waitNs) throws InterruptedException {
    HubWatch watch;
    long newest;
    lock.lock();
    try {
      long left = waitNs;
      while (!stopping && lagging.isEmpty() && left > 0) {
        left = historyWork.awaitNanos(left);
      }
      if (stopping || lagging.isEmpty()) {
        return !stopping;
      }
      watch = lagging.remove();
      newest = ring.newest();
    } finally {
      lock.unlock();
    }
    if (!watch.closed() && readPage(watch, newest)) {
      hand(watch);
    }
    return true;
  }

  /** False when the watch has ended. */
  private boolean readPage(HubWatch watch, long newest) {
    try {
      History.Page page = history.read(watch.request().range(), watch.next(), newest);
      page.changes().forEach(watch::deliver);
      watch.lagFrom(page.through() + 1);
      return true;
    } catch (StoreException e) {
      watch.end(e);
      return false;
    }
  }

  private void hand(HubWatch watch) {
    locked(
        () -> {
          if (ring.holds(watch.next(), watch.request().previous())) {
            joining.add(watch);
            ringWork.signal();
          } else {
            lagging.add(watch);
          }
        });
  }

  private void locked(Runnable body) {
    lock.lock();
    try {
      body.run();
    } finally {
      lock.unlock();
    }
  }

  private interface Loop {
    /** One turn; false when it was the last. */
    boolean round() throws InterruptedException;
  }
}
