package io.jukung.registry.store;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** A page whose items come from an iterator of entries. */
final class ListPage implements ListResult {
  private final Iterator<CacheEntry> entries;
  private final long revision;
  private final String continueToken;
  private final OptionalLong remaining;

  ListPage(
      Iterator<CacheEntry> entries, long revision, String continueToken, OptionalLong remaining) {
    this.entries = entries;
    this.revision = revision;
    this.continueToken = continueToken;
    this.remaining = remaining;
  }

  /** All there is. */
  static ListPage whole(Iterator<CacheEntry> entries, long revision) {
    return new ListPage(entries, revision, "", OptionalLong.empty());
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
  public void close() {}
}
