package io.jukung.storage;

import java.util.List;
import java.util.Optional;

/**
 * A store seen as one with other keys or values. Keys are changed by {@link #real(Bytes)} and
 * {@link #seen(Bytes)}, values by {@link #written} and {@link #read}; a view overrides what it
 * changes, all of which must be safe for any number of threads. Revisions, leases and what is
 * thrown are those of the store below.
 */
public abstract class StoreView implements Store {
  private final Store store;

  /** A view of a store, which it closes. */
  protected StoreView(Store store) {
    this.store = store;
  }

  /** The store that is seen. */
  protected final Store below() {
    return store;
  }

  /** The key in the store below of one that is seen. */
  protected Bytes real(Bytes key) {
    return key;
  }

  /** The range in the store below of one that is seen. */
  protected KeyRange real(KeyRange range) {
    return range;
  }

  /** What is seen of a key in the store below. */
  protected Bytes seen(Bytes key) {
    return key;
  }

  /** What is written into the store below for a value; the key is the one seen. */
  protected Bytes written(Bytes key, Bytes value) {
    return value;
  }

  /**
   * What is seen of what the store below holds. Must change keys as {@link #seen(Bytes)} does. A
   * {@link StoreException} fails the read, and ends the watch.
   */
  protected KeyValue read(KeyValue item) {
    return named(item);
  }

  /** With the key that is seen. */
  private KeyValue named(KeyValue item) {
    return new KeyValue(
        seen(item.key()),
        item.value(),
        item.createRevision(),
        item.modRevision(),
        item.version(),
        item.lease());
  }

  private Compare real(Compare compare) {
    return switch (compare) {
      case Compare.ModRevision mod -> new Compare.ModRevision(real(mod.key()), mod.modRevision());
    };
  }

  private Operation real(Operation operation) {
    return switch (operation) {
      case Operation.Put put ->
          new Operation.Put(real(put.key()), written(put.key(), put.value()), put.lease());
      case Operation.Delete delete -> new Operation.Delete(real(delete.range()));
      case Operation.Get get -> new Operation.Get(real(get.key()));
    };
  }

  private List<Operation> real(List<Operation> side) {
    return side.stream().map(this::real).toList();
  }

  private WatchEvent read(WatchEvent event) {
    Optional<KeyValue> previous = event.previous().map(this::read);
    return switch (event) {
      case WatchEvent.Put put -> new WatchEvent.Put(read(put.current()), previous);
      case WatchEvent.Delete delete ->
          new WatchEvent.Delete(seen(delete.key()), delete.revision(), previous);
    };
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public long compactedRevision() {
    return store.compactedRevision();
  }

  @Override
  public long readBarrier() {
    return store.readBarrier();
  }

  @Override
  public Optional<KeyValue> get(Bytes key) {
    return store.get(real(key)).map(this::read);
  }

  @Override
  public boolean stale(Bytes key) {
    return store.stale(real(key));
  }

  @Override
  public RangeResult range(RangeRequest request) {
    RangeResult found =
        store.range(
            new RangeRequest(
                real(request.range()), request.revision(), request.limit(), request.keysOnly()));
    List<KeyValue> items =
        found.items().stream().map(request.keysOnly() ? this::named : this::read).toList();
    return new RangeResult(items, found.more(), found.revision());
  }

  @Override
  public long count(KeyRange range, long revision) {
    return store.count(real(range), revision);
  }

  @Override
  public TxnResult txn(Txn txn) {
    TxnResult result =
        store.txn(
            new Txn(
                txn.compares().stream().map(this::real).toList(),
                real(txn.success()),
                real(txn.failure())));
    return new TxnResult(
        result.succeeded(),
        result.revision(),
        result.results().stream().map(items -> items.stream().map(this::read).toList()).toList());
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return store.watch(
        new WatchRequest(real(request.range()), request.startRevision(), request.previous()),
        new Reader(listener));
  }

  @Override
  public void compact(long revision) {
    store.compact(revision);
  }

  @Override
  public long grantLease(long ttlSeconds) {
    return store.grantLease(ttlSeconds);
  }

  @Override
  public void keepAlive(long lease) {
    store.keepAlive(lease);
  }

  @Override
  public void revokeLease(long lease) {
    store.revokeLease(lease);
  }

  @Override
  public void close() {
    store.close();
  }

  /** Reads events before the listener gets them; called by one thread at a time. */
  private final class Reader implements WatchListener {
    private final WatchListener listener;
    private boolean ended;

    Reader(WatchListener listener) {
      this.listener = listener;
    }

    @Override
    public void onEvents(long revision, List<WatchEvent> events) {
      if (ended) {
        return;
      }
      List<WatchEvent> readable;
      try {
        readable = events.stream().map(StoreView.this::read).toList();
      } catch (StoreException e) {
        onEnd(e);
        return;
      }
      listener.onEvents(revision, readable);
    }

    @Override
    public void onProgress(long revision) {
      if (!ended) {
        listener.onProgress(revision);
      }
    }

    @Override
    public void onEnd(StoreException cause) {
      if (!ended) {
        ended = true;
        listener.onEnd(cause);
      }
    }
  }
}
