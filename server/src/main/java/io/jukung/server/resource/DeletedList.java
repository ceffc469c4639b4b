package io.jukung.server.resource;

import io.jukung.registry.store.DeletedObjects;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import java.util.Iterator;
import java.util.OptionalLong;

/** What a deletecollection deleted, as a list. */
final class DeletedList implements ListResult {
  private final DeletedObjects deleted;
  private Iterator<StoredObject> items;

  DeletedList(DeletedObjects deleted) {
    this.deleted = deleted;
    this.items = deleted.objects().iterator();
  }

  @Override
  public long revision() {
    return deleted.revision();
  }

  @Override
  public String continueToken() {
    return deleted.continueToken();
  }

  @Override
  public OptionalLong remainingItemCount() {
    return deleted.remaining();
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public StoredObject next() {
    return items.next();
  }

  @Override
  public void rewind() {
    items = deleted.objects().iterator();
  }

  @Override
  public void close() {}
}
