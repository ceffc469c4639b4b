package io.jukung.registry.store;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** A page whose items are all there, with what stands around another page of the same items. */
final class ReadyList implements ListResult {
  private final List<StoredObject> items;
  private final long revision;
  private final String continueToken;
  private final OptionalLong remaining;
  private Iterator<StoredObject> next;

  ReadyList(ListResult page, List<StoredObject> items) {
    this.items = items;
    this.revision = page.revision();
    this.continueToken = page.continueToken();
    this.remaining = page.remainingItemCount();
    this.next = items.iterator();
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public String continueToken() {
    return continueToken;
  }

  @Override
  public OptionalLong remainingItemCount() {
    return remaining;
  }

  @Override
  public boolean hasNext() {
    return next.hasNext();
  }

  @Override
  public StoredObject next() {
    return next.next();
  }

  @Override
  public void rewind() {
    next = items.iterator();
  }

  @Override
  public void close() {}
}
