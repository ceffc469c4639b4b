package io.jukung.server.resource;

import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** What a deletecollection deleted, as a list. */
final class DeletedList implements ListResult {
  private final List<StoredObject> deleted;
  private Iterator<StoredObject> items;
  private final long revision;

  DeletedList(List<StoredObject> deleted) {
    this.deleted = deleted;
    this.items = deleted.iterator();
    this.revision = deleted.stream().mapToLong(StoredObject::revision).max().orElse(0);
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public String continueToken() {
    return "";
  }

  @Override
  public OptionalLong remainingItemCount() {
    return OptionalLong.empty();
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
    items = deleted.iterator();
  }

  @Override
  public void close() {}
}
