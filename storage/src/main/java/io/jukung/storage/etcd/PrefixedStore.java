package io.jukung.storage.etcd;

import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The part of a store under one prefix, seen as if it lay under another: kube-apiserver's {@code
 * --etcd-prefix}. Revisions are the whole store's; what lies elsewhere is not seen.
 */
public final class PrefixedStore implements Store {
  private final Store store;
  private final Bytes seen;
  private final Bytes real;

  /**
   * A view of a store, which it closes.
   *
   * @param seen what keys begin with here, such as {@code /registry/}
   * @param real what they begin with in the store
   */
  public PrefixedStore(Store store, Bytes seen, Bytes real) {
    if (seen.length() == 0 || real.length() == 0) {
      throw new IllegalArgumentException("expected prefixes of one byte or more");
    }
    this.store = store;
    this.seen = seen;
    this.real = real;
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
    return store.get(toReal(key)).map(this::toSeen);
  }

  @Override
  public boolean stale(Bytes key) {
    return store.stale(toReal(key));
  }

  @Override
  public RangeResult range(RangeRequest request) {
    RangeResult found =
        store.range(
            new RangeRequest(
                toReal(request.range()), request.revision(), request.limit(), request.keysOnly()));
    return new RangeResult(toSeen(found.items()), found.more(), found.revision());
  }

  @Override
  public long count(KeyRange range, long revision) {
    return store.count(toReal(range), revision);
  }

  @Override
  public TxnResult txn(Txn txn) {
    TxnResult result =
        store.txn(
            new Txn(
                txn.compares().stream().map(this::toReal).toList(),
                txn.success().stream().map(this::toReal).toList(),
                txn.failure().stream().map(this::toReal).toList()));
    return new TxnResult(
        result.succeeded(),
        result.revision(),
        result.results().stream().map(this::toSeen).toList());
  }

  @Override
  public Watch watch(WatchRequest request, WatchListener listener) {
    return store.watch(
        new WatchRequest(toReal(request.range()), request.startRevision(), request.previous()),
        new Renamer(listener));
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

  private Bytes toReal(Bytes key) {
    if (!key.startsWith(seen)) {
      throw new StoreException.Invalid("key outside of " + seen.utf8() + ": " + key);
    }
    return replace(key, seen, real);
  }

  /** The part of a range that lies under the prefix; an empty one when none does. */
  private KeyRange toReal(KeyRange range) {
    Bytes start =
        range.start().startsWith(seen)
            ? replace(range.start(), seen, real)
            : range.start().compareTo(seen) < 0 ? real : real.prefixEnd();
    boolean inside = range.end().startsWith(seen);
    boolean beyond = range.end().length() == 0 || range.end().compareTo(seen) > 0;
    Bytes end = inside ? replace(range.end(), seen, real) : beyond ? real.prefixEnd() : real;
    return new KeyRange(start, end);
  }

  private Compare toReal(Compare compare) {
    return switch (compare) {
      case Compare.ModRevision mod -> new Compare.ModRevision(toReal(mod.key()), mod.modRevision());
    };
  }

  private Operation toReal(Operation operation) {
    return switch (operation) {
      case Operation.Put put -> new Operation.Put(toReal(put.key()), put.value(), put.lease());
      case Operation.Delete delete -> new Operation.Delete(toReal(delete.range()));
      case Operation.Get get -> new Operation.Get(toReal(get.key()));
    };
  }

  private List<KeyValue> toSeen(List<KeyValue> items) {
    return items.stream().map(this::toSeen).toList();
  }

  private KeyValue toSeen(KeyValue item) {
    return new KeyValue(
        replace(item.key(), real, seen),
        item.value(),
        item.createRevision(),
        item.modRevision(),
        item.version(),
        item.lease());
  }

  private static Bytes replace(Bytes key, Bytes from, Bytes to) {
    int rest = key.length() - from.length();
    byte[] replaced = Arrays.copyOf(to.array(), to.length() + rest);
    System.arraycopy(key.array(), from.length(), replaced, to.length(), rest);
    return Bytes.wrap(replaced);
  }

  /** Tells a listener of the keys it knows. */
  private final class Renamer implements WatchListener {
    private final WatchListener listener;

    Renamer(WatchListener listener) {
      this.listener = listener;
    }

    @Override
    public void onEvents(long revision, List<WatchEvent> events) {
      listener.onEvents(revision, events.stream().map(this::toSeen).toList());
    }

    private WatchEvent toSeen(WatchEvent event) {
      Optional<KeyValue> previous = event.previous().map(PrefixedStore.this::toSeen);
      return switch (event) {
        case WatchEvent.Put put ->
            new WatchEvent.Put(PrefixedStore.this.toSeen(put.current()), previous);
        case WatchEvent.Delete delete ->
            new WatchEvent.Delete(replace(delete.key(), real, seen), delete.revision(), previous);
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
