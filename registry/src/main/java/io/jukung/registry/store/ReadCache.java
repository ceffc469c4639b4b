package io.jukung.registry.store;

import io.jukung.registry.encryption.UnreadableValue;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All objects in memory, fed by one watch over what is Kubernetes' in the store, with the newest
 * changes behind them. Readers see a resource's state at a revision as one immutable map.
 *
 * <p>The store's delivery thread is the one writer; {@link #load} holds the same lock. Lock order:
 * {@code writing}, then a log's own lock; {@code progress} is taken alone.
 */
final class ReadCache implements AutoCloseable {
  /** Where all objects are; what else a store holds, an etcd others use too, is not listened to. */
  private static final KeyRange OBJECTS = KeyRange.prefix(Bytes.utf8("/registry/"));

  private static final int LOAD_PAGE = 1000;
  private static final Duration RELOAD_PAUSE = Duration.ofMillis(100);
  private static final Duration RECOVER_PAUSE = Duration.ofSeconds(1);

  private final Store store;
  private final RegistryConfig config;
  private final ConcurrentSkipListMap<Bytes, ResourceCache> resources =
      new ConcurrentSkipListMap<>();

  private final ReentrantLock writing = new ReentrantLock();
  // Guarded by writing: the resource of each event in the logs, oldest first.
  private final ArrayDeque<ResourceCache> logged = new ArrayDeque<>();
  private long loggedBytes;

  private final Set<ResourceCache> recovering = ConcurrentHashMap.newKeySet();

  private final ReentrantLock progress = new ReentrantLock();
  private final Condition progressed = progress.newCondition();
  private volatile long applied;
  private volatile long trimmed;
  private volatile @Nullable StoreException down;
  private volatile @Nullable Watch watch;
  private final CountDownLatch closing = new CountDownLatch(1);

  ReadCache(Store store, RegistryConfig config) {
    this.store = store;
    this.config = config;
  }

  /** The cache of the resource at {@code prefix}, made and loaded when it is not here yet. */
  ResourceCache resource(Bytes prefix, EntryReader reader) {
    ResourceCache known = resources.get(prefix);
    if (known != null) {
      return known;
    }
    writing.lock();
    try {
      ResourceCache made = new ResourceCache(prefix, reader);
      if (watch != null) {
        made.load(read(prefix, applied), applied);
        recoverLater(made);
      }
      resources.put(prefix, made);
      return made;
    } finally {
      writing.unlock();
    }
  }

  /** Forgets the resource at {@code prefix} and ends its watches; does nothing when unknown. */
  void drop(Bytes prefix) {
    writing.lock();
    try {
      ResourceCache dropped = resources.remove(prefix);
      if (dropped != null) {
        dropped.log().retire();
      }
    } finally {
      writing.unlock();
    }
  }

  /** Loads everything and starts to follow the store. */
  void start() {
    load();
  }

  private void load() {
    writing.lock();
    try {
      long revision = store.readBarrier();
      logged.clear();
      loggedBytes = 0;
      for (ResourceCache resource : resources.values()) {
        resource.load(read(resource.prefix(), revision), revision);
        recoverLater(resource);
      }
      trimmed = revision;
      down = null;
      advance(revision);
      watch = store.watch(new WatchRequest(OBJECTS, revision + 1, false), new Follower());
    } finally {
      writing.unlock();
    }
  }

  private List<KeyValue> read(Bytes prefix, long revision) {
    List<KeyValue> items = new ArrayList<>();
    KeyRange range = KeyRange.prefix(prefix);
    boolean more = true;
    while (more) {
      RangeResult page = store.range(new RangeRequest(range, revision, LOAD_PAGE, false));
      items.addAll(page.items());
      more = page.more();
      if (more) {
        range = new KeyRange(page.items().getLast().key().successor(), range.end());
      }
    }
    return items;
  }

  /** The revision up to which all changes are in here. */
  long applied() {
    return applied;
  }

  /** The newest revision of which a change may be missing in the logs. */
  long trimmed() {
    return trimmed;
  }

  /**
   * Waits until all changes up to {@code revision} are in here.
   *
   * @return false when the time was over first
   * @throws StoreException when the store can't be followed now
   */
  boolean awaitApplied(long revision, Duration wait) {
    if (applied >= revision) {
      return true;
    }
    Watch following = watch;
    if (following != null && revision <= store.revision()) {
      following.requestProgress();
    }
    long left = wait.toNanos();
    progress.lock();
    try {
      while (applied < revision && left > 0) {
        StoreException failure = down;
        if (failure != null) {
          throw failure;
        }
        left = progressed.awaitNanos(left);
      }
      return applied >= revision;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progress.unlock();
    }
  }

  private void advance(long revision) {
    progress.lock();
    try {
      applied = revision;
      progressed.signalAll();
    } finally {
      progress.unlock();
    }
  }

  private Optional<ResourceCache> resourceOf(Bytes key) {
    Map.Entry<Bytes, ResourceCache> floor = resources.floorEntry(key);
    return floor != null && key.startsWith(floor.getKey())
        ? Optional.of(floor.getValue())
        : Optional.empty();
  }

  private void trim() {
    while (logged.size() > config.logEvents() || loggedBytes > config.logBytes()) {
      ResourceCache resource = logged.poll();
      if (resource == null) {
        return;
      }
      EventLog log = resource.log();
      LogEvent oldest = log.read(log.start());
      if (oldest != null) {
        trimmed = oldest.revision();
      }
      loggedBytes -= log.trimOldest();
    }
  }

  /** Reads a resource anew as soon as the value that can't be read can be, or is gone. */
  private void recoverLater(ResourceCache resource) {
    if (resource.failure() != null && !closed() && recovering.add(resource)) {
      Thread.ofVirtual().name("read-cache-recover").start(() -> recover(resource));
    }
  }

  private void recover(ResourceCache resource) {
    try {
      while (!closing.await(RECOVER_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
          && resources.get(resource.prefix()) == resource
          && !recovered(resource)) {
        // The value still can't be read.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      recovering.remove(resource);
    }
    if (resources.get(resource.prefix()) == resource) {
      recoverLater(resource); // it may have failed anew meanwhile
    }
  }

  private boolean recovered(ResourceCache resource) {
    try {
      ResourceCache.Failure failure = resource.failure();
      if (failure != null
          && store
              .get(failure.key())
              .flatMap(found -> UnreadableValue.reason(found.value()))
              .isPresent()) {
        return false;
      }
      writing.lock();
      try {
        EventLog old = resource.log();
        while (old.start() < old.end()) {
          loggedBytes -= old.trimOldest();
        }
        logged.removeIf(other -> other.equals(resource));
        resource.load(read(resource.prefix(), applied), applied);
        return resource.failure() == null;
      } finally {
        writing.unlock();
      }
    } catch (StoreException e) {
      return false;
    }
  }

  private void fail(StoreException cause) {
    progress.lock();
    try {
      down = cause;
      progressed.signalAll();
    } finally {
      progress.unlock();
    }
  }

  private void reload() {
    while (!closed()) {
      try {
        load();
        return;
      } catch (StoreException e) {
        fail(e);
        try {
          closing.await(RELOAD_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Whether there will be no changes any more. */
  boolean closed() {
    return closing.getCount() == 0;
  }

  @Override
  public void close() {
    closing.countDown();
    Watch following = watch;
    if (following != null) {
      following.close();
    }
    fail(new StoreException.Unavailable("the registry is closed"));
    resources.values().forEach(resource -> resource.log().close());
  }

  /** Takes the store's changes over. */
  private final class Follower implements WatchListener {
    @Override
    public void onEvents(long revision, List<WatchEvent> events) {
      writing.lock();
      try {
        Set<ResourceCache> touched = new LinkedHashSet<>();
        for (WatchEvent event : events) {
          Optional<ResourceCache> resource = resourceOf(event.key());
          if (resource.isPresent() && revision > resource.get().snapshot().revision()) {
            apply(resource.get(), event, revision, touched);
          }
        }
        touched.forEach(ResourceCache::publish);
        trim();
      } finally {
        writing.unlock();
      }
      advance(revision);
    }

    private void apply(
        ResourceCache resource, WatchEvent event, long revision, Set<ResourceCache> touched) {
      if (resource.failure() != null) {
        return;
      }
      Optional<ResourceCache.Failure> unreadable =
          event instanceof WatchEvent.Put put
              ? ResourceCache.Failure.of(put.key(), put.current().value())
              : Optional.empty();
      if (unreadable.isPresent()) {
        resource.fail(unreadable.get());
        recoverLater(resource);
        return;
      }
      loggedBytes += resource.apply(event, revision).bytes();
      logged.add(resource);
      touched.add(resource);
    }

    @Override
    public void onProgress(long revision) {
      if (revision > applied) {
        advance(revision);
      }
    }

    @Override
    public void onEnd(StoreException cause) {
      if (!closed()) {
        fail(cause);
        Thread.ofVirtual().name("read-cache-reload").start(ReadCache.this::reload);
      }
    }
  }
}
