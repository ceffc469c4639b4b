package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Store;
import io.jukung.storage.StoreView;

/**
 * A store with encrypted values, seen as one with plain values. What can't be read is given out as
 * an {@link UnreadableValue}, so that one such value fails the reads of its own resource only; what
 * can't be encrypted is not written.
 */
public final class EncryptedStore extends StoreView {
  private final EncryptedValues values;

  /** A view of a store, which it closes. */
  public EncryptedStore(Store store, EncryptedValues values) {
    super(store);
    this.values = values;
  }

  @Override
  protected Bytes written(Bytes key, Bytes value) {
    return values.sealed(key, value);
  }

  @Override
  protected KeyValue read(KeyValue item) {
    return values.plain(item);
  }

  @Override
  public boolean stale(Bytes key) {
    return below().get(key).filter(values::stale).isPresent();
  }
}
