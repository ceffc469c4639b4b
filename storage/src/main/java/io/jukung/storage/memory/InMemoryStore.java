package io.jukung.storage.memory;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.watch.Change;
import io.jukung.storage.watch.History;
import io.jukung.storage.watch.WatchHub;
import io.jukung.storage.watch.WatchHubConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A {@link Store} in the heap; nothing survives {@link #close}. Safe for use by any thread. */
public final class InMemoryStore implements Store {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Versions versions = new Versions();
  private final Leases leases;
  private final WatchHub hub;
  private final ScheduledExecutorService leaseThread;
  private volatile long revision = 1;
  private volatile long compacted;
  private volatile boolean closed;

  private InMemoryStore(InstantSource clock, WatchHubConfig config, Duration leaseCheck) {
    leases = new Leases(clock);
    hub = WatchHub.start("memory-store", 1, config, new VersionHistory());
    leaseThread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("memory-store-leases").factory());
    long checkNs = leaseCheck.toNanos();
    var _ =
        leaseThread.scheduleAtFixedRate(this::expireLeases, checkNs, checkNs, TimeUnit.NANOSECONDS);
  }

  /** An empty store at revision 1 on the system's clock. */
  public static InMemoryStore open() {
    return open(InstantSource.system(), WatchHubConfig.DEFAULT, Duration.ofMillis(200));
  }

  /**
   * An empty store at revision 1.
   *
   * @param clock tells when leases end
   * @param watches limits of watching
   * @param leaseCheck how often to look for ended leases, in real time
   */
  public static InMemoryStore open(
      InstantSource clock, WatchHubConfig watches, Duration leaseCheck) {
    return new InMemoryStore(clock, watches, leaseCheck);
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public long compactedRevision() {
    return compacted;
  }

  @Override
  public long readBarrier() {
    return read(() -> revision);
  }

  @Override
  public Optional<KeyValue> get(Bytes key) {
    return read(() -> versions.get(key, revision));
  }

  @Override
  public RangeResult range(RangeRequest request) {
    return read(
        () -> {
          long at = readable(request.revision());
          return versions.range(request, at);
        });
  }

  @Override
  public long count(KeyRange range, long atRevision) {
    if (atRevision < 0) {
      throw new StoreException.Invalid("negative revision " + atRevision);
    }
    return read(() -> versions.count(range, readable(atRevision)));
  }

  @Override
  public TxnResult txn(Txn txn) {
    txn.check();
    return write(
        () -> {
          TxnRun run = new TxnRun(versions, leases, revision + 1);
          TxnResult result = run.apply(txn);
          commit(run);
          return result;
        });
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return read(
        () -> {
          long start = request.startRevision() == 0 ? revision + 1 : request.startRevision();
          return hub.watch(new WatchRequest(request.range(), start, request.previous()), listener);
        });
  }

  @Override
  public void compact(long toRevision) {
    write(
        () -> {
          if (toRevision <= compacted) {
            throw new StoreException.Compacted(toRevision, compacted);
          }
          if (toRevision > revision) {
            throw new StoreException.FutureRevision(toRevision, revision);
          }
          compacted = toRevision;
          versions.compact(toRevision);
          return toRevision;
        });
  }

  @Override
  public long grantLease(long ttlSeconds) {
    return write(() -> leases.grant(ttlSeconds));
  }

  @Override
  public void keepAlive(long lease) {
    write(
        () -> {
          leases.keepAlive(lease);
          return lease;
        });
  }

  @Override
  public void revokeLease(long lease) {
    write(
        () -> {
          end(lease);
          return lease;
        });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    write(
        () -> {
          closed = true;
          return closed;
        });
    leaseThread.shutdownNow();
    hub.close();
  }

  private void expireLeases() {
    if (closed) {
      return;
    }
    write(
        () -> {
          leases.ended().forEach(this::end);
          return true;
        });
  }

  private void end(long lease) {
    TxnRun run = new TxnRun(versions, leases, revision + 1);
    leases.remove(lease).forEach(run::delete);
    commit(run);
  }

  private void commit(TxnRun run) {
    run.change()
        .ifPresent(
            change -> {
              versions.commit(change);
              hub.publish(List.of(change));
              revision = change.revision();
            });
  }

  private long readable(long asked) {
    if (asked == 0) {
      return revision;
    }
    if (asked < compacted) {
      throw new StoreException.Compacted(asked, compacted);
    }
    if (asked > revision) {
      throw new StoreException.FutureRevision(asked, revision);
    }
    return asked;
  }

  private <T> T read(Supplier<T> body) {
    lock.readLock().lock();
    try {
      checkOpen();
      return body.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private <T> T write(Supplier<T> body) {
    lock.writeLock().lock();
    try {
      checkOpen();
      return body.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException.Unavailable("store closed");
    }
  }

  private final class VersionHistory implements History {
    @Override
    public long compactedRevision() {
      return compacted;
    }

    @Override
    public Page read(KeyRange range, long fromRevision, long toRevision) {
      lock.readLock().lock();
      try {
        if (fromRevision < compacted) {
          throw new StoreException.Compacted(fromRevision, compacted);
        }
        long to = Math.min(toRevision, fromRevision + 999);
        return new Page(
            versions.changes(fromRevision, to).stream()
                .map(change -> inRange(change, range))
                .flatMap(Optional::stream)
                .toList(),
            to);
      } finally {
        lock.readLock().unlock();
      }
    }

    private Optional<Change> inRange(Change change, KeyRange range) {
      var events = change.events().stream().filter(e -> range.contains(e.key())).toList();
      return events.isEmpty()
          ? Optional.empty()
          : Optional.of(new Change(change.revision(), events));
    }
  }
}
