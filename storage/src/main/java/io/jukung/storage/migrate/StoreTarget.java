package io.jukung.storage.migrate;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A store that gives out revisions of its own, such as an etcd. They are raised above the source's
 * before anything is written, so that no client sees an object's resourceVersion go back. Used by
 * one thread.
 */
public final class StoreTarget implements Target {
  private final Store store;
  private final RevisionRaise raise;
  private final LeaseTerms leases;

  /**
   * A view of a store.
   *
   * @param raise brings the store's revision up
   */
  public StoreTarget(Store store, RevisionRaise raise, LeaseTerms leases) {
    this.store = store;
    this.raise = raise;
    this.leases = leases;
  }

  @Override
  public List<KeyValue> page(KeyRange range, int limit) {
    return store.range(new RangeRequest(range, 0, limit, false)).items();
  }

  @Override
  public void begin(long sourceRevision) {
    raise.above(sourceRevision);
  }

  @Override
  public void write(List<KeyValue> puts, List<Bytes> deletes) {
    List<Operation> operations = new ArrayList<>();
    for (KeyValue item : puts) {
      operations.add(new Operation.Put(item.key(), item.value(), leases.of(item.lease())));
    }
    for (Bytes key : deletes) {
      operations.add(new Operation.Delete(KeyRange.single(key)));
    }
    var _ = store.txn(new Txn(List.of(), operations, List.of()));
  }

  @Override
  public boolean same(KeyValue source, KeyValue own) {
    return source.value().equals(own.value()) && (source.lease() == 0) == (own.lease() == 0);
  }

  @Override
  public byte[] facts(KeyValue item) {
    int bytes = item.key().length() + item.value().length() + 9;
    return ByteBuffer.allocate(bytes)
        .putInt(item.key().length())
        .put(item.key().array())
        .putInt(item.value().length())
        .put(item.value().array())
        .put((byte) (item.lease() == 0 ? 0 : 1))
        .array();
  }
}
