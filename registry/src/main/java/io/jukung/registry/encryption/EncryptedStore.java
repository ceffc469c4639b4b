package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.List;
import java.util.Optional;

/**
 * A store with encrypted values, seen as one with plain values. What can't be read is given out as
 * an {@link UnreadableValue}, so that one such value fails the reads of its own resource only; what
 * can't be encrypted is not written.
 */
public final class EncryptedStore implements Store {
  private final Store store;
  private final EncryptedValues values;

  /** A view of a store, which it closes. */
  public EncryptedStore(Store store, EncryptedValues values) {
    this.store = store;
    this.values = values;
  }

  private List<KeyValue> plain(List<KeyValue> items) {
    return items.stream().map(values::plain).toList();
  }

  private Operation sealed(Operation operation) {
    return switch (operation) {
      case Operation.Put put ->
          new Operation.Put(put.key(), values.sealed(put.key(), put.value()), put.lease());
      case Operation.Delete delete -> delete;
      case Operation.Get get -> get;
    };
  }

  private List<Operation> sealed(List<Operation> side) {
    return side.stream().map(this::sealed).toList();
  }

  @Override
  public boolean stale(Bytes key) {
    return store.get(key).filter(values::stale).isPresent();
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
    return store.get(key).map(values::plain);
  }

  @Override
  public RangeResult range(RangeRequest request) {
    RangeResult found = store.range(request);
    return request.keysOnly()
        ? found
        : new RangeResult(plain(found.items()), found.more(), found.revision());
  }

  @Override
  public long count(KeyRange range, long revision) {
    return store.count(range, revision);
  }

  @Override
  public TxnResult txn(Txn txn) {
    TxnResult result =
        store.txn(new Txn(txn.compares(), sealed(txn.success()), sealed(txn.failure())));
    return new TxnResult(
        result.succeeded(), result.revision(), result.results().stream().map(this::plain).toList());
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return store.watch(request, new Reader(listener));
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

  /** Reads values before the listener gets them. */
  private final class Reader implements WatchListener {
    private final WatchListener listener;

    Reader(WatchListener listener) {
      this.listener = listener;
    }

    @Override
    public void onEvents(long revision, List<WatchEvent> events) {
      listener.onEvents(revision, events.stream().map(this::plain).toList());
    }

    private WatchEvent plain(WatchEvent event) {
      Optional<KeyValue> previous = event.previous().map(values::plain);
      return switch (event) {
        case WatchEvent.Put put -> new WatchEvent.Put(values.plain(put.current()), previous);
        case WatchEvent.Delete delete ->
            new WatchEvent.Delete(delete.key(), delete.revision(), previous);
      };
    }

    @Override
    public void onProgress(long revision) {
      listener.onProgress(revision);
    }

    @Override
    public void onEnd(StoreException cause) {
      listener.onEnd(cause);
    }
  }
}
