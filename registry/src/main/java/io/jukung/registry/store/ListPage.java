package io.jukung.registry.store;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** A page whose items come from entries that can be gone through again. */
final class ListPage implements ListResult {
  private final Iterable<CacheEntry> page;
  private Iterator<CacheEntry> entries;
  private final long revision;
  private final String continueToken;
  private final OptionalLong remaining;

  ListPage(Iterable<CacheEntry> page, long revision, String continueToken, OptionalLong remaining) {
    this.page = page;
    this.entries = page.iterator();
    this.revision = revision;
    this.continueToken = continueToken;
    this.remaining = remaining;
  }

  /** All there is. */
  static ListPage whole(Iterable<CacheEntry> page, long revision) {
    return new ListPage(page, revision, "", OptionalLong.empty());
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public StoredObject next() {
    if (!entries.hasNext()) {
      throw new NoSuchElementException();
    }
    return entries.next().object();
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
  public void rewind() {
    entries = page.iterator();
  }

  @Override
  public void close() {}
}
