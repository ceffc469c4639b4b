package io.jukung.registry.envelope;

import io.jukung.registry.catalog.Catalog;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.StoreView;

/**
 * A store shared with kube-apiservers, seen as one that holds canonical JSON. A broken value fails
 * the read with {@link StoreException.Unavailable} and ends the watch that meets it: what is there
 * is never hidden. One that can't be decrypted goes through as it is.
 */
public final class TranscodedStore extends StoreView {
  private final StoredForms forms;

  /**
   * A view of a store, which it closes.
   *
   * @param written what objects are written as
   */
  public TranscodedStore(Store store, Catalog catalog, StorageMediaType written) {
    super(store);
    this.forms = new StoredForms(catalog, written);
  }

  @Override
  protected Bytes written(Bytes key, Bytes value) {
    return forms.stored(value);
  }

  @Override
  protected KeyValue read(KeyValue item) {
    return new KeyValue(
        item.key(),
        forms.canonical(item.key(), item.value()),
        item.createRevision(),
        item.modRevision(),
        item.version(),
        item.lease());
  }
}
