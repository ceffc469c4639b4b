package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Gets and lists of one resource ({@code k8s.io/apiserver/pkg/storage/cacher/delegator.go} and
 * {@code etcd3/store.go} at v1.36).
 *
 * <p>What is newest or not older than a revision comes from the cache; a list at an older revision
 * comes from the store.
 */
final class ObjectReads {
  private static final int STORE_PAGE = 500;

  private final ResourceAccess access;

  ObjectReads(ResourceAccess access) {
    this.access = access;
  }

  StoredObject get(String namespace, String name, String resourceVersion) {
    long atLeast = ResourceVersions.parseParameter(resourceVersion);
    refuseUnreachable(resourceVersion, atLeast);
    Bytes key = access.key(namespace, name);
    if (resourceVersion.isEmpty()) {
      long newest = StoreErrors.call(access.type.resource(), "get", access.store::readBarrier);
      if (access.readCache.applied() < newest) {
        // The store has it already; waiting for the cache would take longer than reading.
        return stored(key, name);
      }
    } else {
      access.awaitRevision(atLeast, "get");
    }
    if (access.cache.failure() != null) {
      // Objects beside the one that can't be read are found in the store.
      return stored(key, name);
    }
    CacheEntry entry = access.cache.get(key);
    if (entry == null) {
      throw access.notFound(name);
    }
    return entry.object();
  }

  private StoredObject stored(Bytes key, String name) {
    return access
        .local(key, "get")
        .map(stored -> access.cache.reader().read(stored).object())
        .orElseThrow(() -> access.notFound(name));
  }

  /** What only fits without a sign is told as it was asked. */
  private void refuseUnreachable(String version, long revision) {
    if (revision == Long.MAX_VALUE) {
      throw ResourceVersions.tooLarge(Long.parseUnsignedLong(version), access.readCache.applied());
    }
  }

  ListResult list(ListOptions options) {
    ListOptionsValidation.validate(options);
    Selection selection =
        Selection.of(access, options.namespace(), options.labels(), options.fields());
    if (!options.continueToken().isEmpty()) {
      return continued(options, selection.whole());
    }
    String version = options.resourceVersion();
    long revision = ResourceVersions.parseListParameter(version);
    refuseUnreachable(version, revision);
    boolean exact = options.resourceVersionMatch().equals("Exact");
    boolean legacyExact =
        options.resourceVersionMatch().isEmpty() && options.limit() > 0 && revision > 0;
    if (selection.one() && (exact || legacyExact)) {
      // As upstream, what the store is asked for is not waited for, and a limit says nothing.
      access.refresh("list");
      if (revision > access.readCache.applied()) {
        throw ResourceVersions.tooLarge(revision, access.readCache.applied(), 0);
      }
    }
    if (exact || (legacyExact && !selection.one())) {
      return at(revision, selection, selection.range().start(), options.limit());
    }
    if (version.isEmpty()) {
      access.refresh("list");
    } else {
      access.awaitRevision(revision, "list");
    }
    // As upstream, whatever is at hand is given whole.
    long limit = version.equals("0") ? 0 : options.limit();
    return newest(selection, selection.range().start(), limit);
  }

  private ListResult continued(ListOptions options, Selection selection) {
    ContinueToken token = ContinueToken.decode(options.continueToken(), selection.prefix());
    String version = options.resourceVersion();
    if (!version.isEmpty() && !version.equals("0")) {
      throw StatusException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
    Bytes start = token.startKey();
    if (start.compareTo(selection.range().start()) < 0) {
      start = selection.range().start();
    }
    long limit = version.equals("0") ? 0 : options.limit();
    if (token.revision() < 0) {
      access.refresh("list");
      return newest(selection, start, limit);
    }
    return at(token.revision(), selection, start, limit);
  }

  /** A page of the cache's state. */
  private ListResult newest(Selection selection, Bytes start, long limit) {
    long applied = access.readCache.applied();
    access.cache.requireReadable();
    ResourceCache.Snapshot snapshot = access.cache.snapshot();
    // No change of the resource lies between its last one and what is applied.
    long revision = Math.max(applied, snapshot.revision());
    TreePMap<Bytes, CacheEntry> entries =
        part(snapshot.entries(), new KeyRange(start, selection.range().end()));
    if (limit <= 0) {
      return ListPage.whole(selected(entries.values(), selection), revision);
    }
    return page(
        entries.values().iterator(), OptionalLong.of(entries.size()), selection, limit, revision);
  }

  static TreePMap<Bytes, CacheEntry> part(TreePMap<Bytes, CacheEntry> entries, KeyRange range) {
    if (range.end().length() == 0) {
      return entries.tailMap(range.start(), true);
    }
    return range.start().compareTo(range.end()) >= 0
        ? TreePMap.empty()
        : entries.subMap(range.start(), true, range.end(), false);
  }

  /** A page of an older state, read from the store. */
  private ListResult at(long revision, Selection selection, Bytes start, long limit) {
    long newest = access.readCache.applied();
    if (revision > newest) {
      access.awaitRevision(revision, "list");
    }
    access.cache.requireReadable();
    ResourceCache.Snapshot snapshot = access.cache.snapshot();
    // What is compacted is gone for all, though the cache may have it still: clients that wait for
    // their token's end would wait for ever.
    if (snapshot.revision() <= revision && revision >= access.store.compactedRevision()) {
      return atSnapshot(snapshot, revision, selection, start, limit);
    }
    KeyRange range = new KeyRange(start, selection.range().end());
    try {
      if (limit <= 0) {
        return ListPage.whole(
            selected(() -> new StoredEntries(range, revision), selection), revision);
      }
      StoredEntries entries = new StoredEntries(range, revision);
      OptionalLong count =
          selection.isEverything()
              ? OptionalLong.of(access.store.count(range, revision))
              : OptionalLong.empty();
      return page(entries, count, selection, limit, revision);
    } catch (StoreException.Compacted e) {
      boolean continuing = !start.equals(selection.range().start());
      throw continuing
          ? new StatusException(
              410,
              "Expired",
              StoreErrors.CONTINUE_EXPIRED,
              StatusException.Details.NONE,
              new ContinueToken(start, -1).encode(selection.prefix()))
          : StatusException.expired(StoreErrors.LIST_EXPIRED);
    } catch (StoreException e) {
      throw StoreErrors.status(access.type.resource(), "list", e);
    }
  }

  /** The resource has not changed since {@code revision}, so the cache has that state too. */
  private static ListResult atSnapshot(
      ResourceCache.Snapshot snapshot,
      long revision,
      Selection selection,
      Bytes start,
      long limit) {
    TreePMap<Bytes, CacheEntry> entries =
        part(snapshot.entries(), new KeyRange(start, selection.range().end()));
    return limit <= 0
        ? ListPage.whole(selected(entries.values(), selection), revision)
        : page(
            entries.values().iterator(),
            OptionalLong.of(entries.size()),
            selection,
            limit,
            revision);
  }

  private static Iterable<CacheEntry> selected(Iterable<CacheEntry> all, Selection selection) {
    return selection.isEverything() ? all : () -> new SelectedEntries(all.iterator(), selection);
  }

  private static ListResult page(
      Iterator<CacheEntry> all,
      OptionalLong count,
      Selection selection,
      long limit,
      long revision) {
    List<CacheEntry> items = new ArrayList<>();
    CacheEntry last = null;
    while (items.size() < limit && all.hasNext()) {
      last = all.next();
      if (selection.matches(last)) {
        items.add(last);
      }
    }
    if (last == null || !all.hasNext()) {
      return ListPage.whole(items, revision);
    }
    OptionalLong remaining =
        selection.isEverything() && count.isPresent()
            ? OptionalLong.of(count.getAsLong() - items.size())
            : OptionalLong.empty();
    String token = new ContinueToken(last.key().successor(), revision).encode(selection.prefix());
    return new ListPage(items, revision, token, remaining);
  }

  /** Those of some entries that are selected. */
  private static final class SelectedEntries implements Iterator<CacheEntry> {
    private final Iterator<CacheEntry> all;
    private final Selection selection;
    private @Nullable CacheEntry next;

    SelectedEntries(Iterator<CacheEntry> all, Selection selection) {
      this.all = all;
      this.selection = selection;
    }

    @Override
    public boolean hasNext() {
      while (next == null && all.hasNext()) {
        CacheEntry entry = all.next();
        if (selection.matches(entry)) {
          next = entry;
        }
      }
      return next != null;
    }

    @Override
    public CacheEntry next() {
      if (!hasNext() || next == null) {
        throw new java.util.NoSuchElementException();
      }
      CacheEntry entry = next;
      next = null;
      return entry;
    }
  }

  /** The entries of a range at one revision, read page by page. */
  private final class StoredEntries implements Iterator<CacheEntry> {
    private final long revision;
    private KeyRange rest;
    private Iterator<KeyValue> page;
    private boolean more;

    StoredEntries(KeyRange range, long revision) {
      this.revision = revision;
      this.rest = range;
      this.page = read();
    }

    private Iterator<KeyValue> read() {
      RangeResult result = access.store.range(new RangeRequest(rest, revision, STORE_PAGE, false));
      more = result.more();
      if (more) {
        rest = new KeyRange(result.items().getLast().key().successor(), rest.end());
      }
      return result.items().iterator();
    }

    @Override
    public boolean hasNext() {
      if (!page.hasNext() && more) {
        page = read();
      }
      return page.hasNext();
    }

    @Override
    public CacheEntry next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      return access.cache.reader().read(page.next());
    }
  }
}
