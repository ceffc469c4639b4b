package io.jukung.registry.store;

import io.jukung.registry.encryption.UnreadableValue;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * One resource's objects in memory, by key, and the log of their newest changes. The cache's thread
 * writes; readers take a {@link Snapshot}, which is one reference.
 */
final class ResourceCache {
  /**
   * The resource's state.
   *
   * @param revision of its last change, or of the load
   */
  record Snapshot(TreePMap<Bytes, CacheEntry> entries, long revision) {}

  /** A value of the resource that can't be read, and so no list or watch of all. */
  record Failure(Bytes key, StatusException cause) {
    /** The failure of a list that meets a value, told by upstream's text; empty when it is read. */
    static Optional<Failure> of(Bytes key, Bytes stored) {
      return UnreadableValue.reason(stored)
          .map(
              reason ->
                  new Failure(
                      key,
                      StatusException.internal(
                          "unable to transform key "
                              + FieldError.quote(key.utf8())
                              + ": "
                              + reason)));
    }
  }

  private final Bytes prefix;
  private final EntryReader reader;
  private volatile Snapshot snapshot = new Snapshot(TreePMap.empty(), 0);
  private volatile EventLog log = new EventLog();
  private volatile long loaded;
  private volatile @Nullable Failure failure;
  // Touched by the writer only: the state with changes that are not shown yet.
  private TreePMap<Bytes, CacheEntry> pending = TreePMap.empty();
  private long pendingRevision;
  private long nextSequence;
  private long pendingBytes;
  private volatile Registry.Size size = new Registry.Size(0, 0);

  ResourceCache(Bytes prefix, EntryReader reader) {
    this.prefix = prefix;
    this.reader = reader;
  }

  Bytes prefix() {
    return prefix;
  }

  KeyRange range() {
    return KeyRange.prefix(prefix);
  }

  EntryReader reader() {
    return reader;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  EventLog log() {
    return log;
  }

  /** The revision of the load: the log holds no change up to it. */
  long loaded() {
    return loaded;
  }

  @Nullable CacheEntry get(Bytes key) {
    return snapshot.entries.get(key);
  }

  /** What keeps the resource from being read; null when nothing does. */
  @Nullable Failure failure() {
    return failure;
  }

  /** Ends all watches, as one value can't be read; nothing is applied until the next load. */
  void fail(Failure found) {
    failure = found;
    log.close();
  }

  /**
   * Fails when a value of the resource can't be read.
   *
   * @throws StatusException 500
   */
  void requireReadable() {
    Failure known = failure;
    if (known != null) {
      throw known.cause;
    }
  }

  /** Replaces all; readers of the old log lose their place. Writer only. */
  void load(List<KeyValue> items, long revision) {
    TreePMap<Bytes, CacheEntry> entries = TreePMap.empty();
    Failure found = null;
    for (KeyValue item : items) {
      Optional<Failure> unreadable = Failure.of(item.key(), item.value());
      if (unreadable.isPresent()) {
        found = unreadable.get();
      } else {
        entries = entries.plus(item.key(), reader.read(item));
      }
    }
    failure = found;
    // Before the log is replaced: who finds the new one also finds where it begins.
    loaded = revision;
    EventLog old = log;
    nextSequence = 0;
    log = new EventLog();
    pending = entries;
    pendingRevision = revision;
    snapshot = new Snapshot(entries, revision);
    pendingBytes = entries.values().stream().mapToLong(ResourceCache::bytes).sum();
    size = new Registry.Size(entries.size(), pendingBytes);
    old.close();
  }

  private static long bytes(@Nullable CacheEntry entry) {
    return entry == null ? 0 : entry.object().json().length();
  }

  /** How much there is. */
  Registry.Size size() {
    return size;
  }

  /** Takes one revision's change over, unpublished; returns it. Writer only. */
  LogEvent apply(WatchEvent change, long revision) {
    CacheEntry previous = pending.get(change.key());
    CacheEntry current;
    switch (change) {
      case WatchEvent.Put put -> {
        current = reader.read(put.current());
        pending = pending.plus(change.key(), current);
      }
      case WatchEvent.Delete _ -> {
        current = null;
        pending = pending.minus(change.key());
      }
    }
    pendingBytes += bytes(current) - bytes(previous);
    LogEvent event = new LogEvent(nextSequence++, revision, previous, current, reader);
    log.append(event);
    pendingRevision = revision;
    return event;
  }

  /** Shows readers what was applied: all changes of a revision at once. Writer only. */
  void publish() {
    snapshot = new Snapshot(pending, pendingRevision);
    size = new Registry.Size(pending.size(), pendingBytes);
    log.publish(nextSequence);
  }
}
