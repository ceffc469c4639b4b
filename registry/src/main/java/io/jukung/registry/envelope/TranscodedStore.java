package io.jukung.registry.envelope;

import io.jukung.registry.catalog.Catalog;
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
 * A store shared with kube-apiservers, seen as one that holds canonical JSON. A broken value fails
 * the read with {@link StoreException.Unavailable} and ends the watch that meets it: what is there
 * is never hidden. One that can't be decrypted goes through as it is.
 */
public final class TranscodedStore implements Store {
  private final Store store;
  private final StoredForms forms;

  /**
   * A view of a store, which it closes.
   *
   * @param written what objects are written as
   */
  public TranscodedStore(Store store, Catalog catalog, StorageMediaType written) {
    this.store = store;
    this.forms = new StoredForms(catalog, written);
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
    return store.get(key).map(this::canonical);
  }

  @Override
  public boolean stale(Bytes key) {
    return store.stale(key);
  }

  @Override
  public RangeResult range(RangeRequest request) {
    RangeResult found = store.range(request);
    return request.keysOnly()
        ? found
        : new RangeResult(canonical(found.items()), found.more(), found.revision());
  }

  @Override
  public long count(KeyRange range, long revision) {
    return store.count(range, revision);
  }

  @Override
  public TxnResult txn(Txn txn) {
    TxnResult result =
        store.txn(new Txn(txn.compares(), stored(txn.success()), stored(txn.failure())));
    return new TxnResult(
        result.succeeded(),
        result.revision(),
        result.results().stream().map(this::canonical).toList());
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

  private List<Operation> stored(List<Operation> side) {
    return side.stream().map(this::stored).toList();
  }

  private Operation stored(Operation operation) {
    return switch (operation) {
      case Operation.Put put ->
          new Operation.Put(put.key(), forms.stored(put.value()), put.lease());
      case Operation.Delete delete -> delete;
      case Operation.Get get -> get;
    };
  }

  private List<KeyValue> canonical(List<KeyValue> items) {
    return items.stream().map(this::canonical).toList();
  }

  private KeyValue canonical(KeyValue item) {
    return new KeyValue(
        item.key(),
        forms.canonical(item.key(), item.value()),
        item.createRevision(),
        item.modRevision(),
        item.version(),
        item.lease());
  }

  /** Reads values before the listener gets them. */
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
        readable = events.stream().map(this::readable).toList();
      } catch (StoreException e) {
        ended = true;
        listener.onEnd(e);
        return;
      }
      listener.onEvents(revision, readable);
    }

    private WatchEvent readable(WatchEvent event) {
      Optional<KeyValue> previous = event.previous().map(TranscodedStore.this::canonical);
      return switch (event) {
        case WatchEvent.Put put -> new WatchEvent.Put(canonical(put.current()), previous);
        case WatchEvent.Delete delete ->
            new WatchEvent.Delete(delete.key(), delete.revision(), previous);
      };
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
