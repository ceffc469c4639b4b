package io.jukung.storage.memory;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Every version of every key since compaction. Not thread-safe. */
final class Versions {
  /** By key, then by revision; an empty value is a deletion. */
  private final TreeMap<Bytes, NavigableMap<Long, Optional<KeyValue>>> keys = new TreeMap<>();

  private final TreeMap<Long, Change> changes = new TreeMap<>();

  Optional<KeyValue> get(Bytes key, long revision) {
    return at(keys.getOrDefault(key, new TreeMap<>()), revision);
  }

  RangeResult range(RangeRequest request, long revision) {
    List<KeyValue> items = new ArrayList<>();
    for (NavigableMap<Long, Optional<KeyValue>> versions : in(request.range()).values()) {
      Optional<KeyValue> found = at(versions, revision);
      if (found.isPresent()) {
        if (request.limit() > 0 && items.size() == request.limit()) {
          return new RangeResult(items, true, revision);
        }
        items.add(request.keysOnly() ? withoutValue(found.get()) : found.get());
      }
    }
    return new RangeResult(items, false, revision);
  }

  long count(KeyRange range, long revision) {
    return in(range).values().stream().filter(v -> at(v, revision).isPresent()).count();
  }

  void commit(Change change) {
    changes.put(change.revision(), change);
    for (WatchEvent event : change.events()) {
      Optional<KeyValue> version =
          switch (event) {
            case WatchEvent.Put put -> Optional.of(put.current());
            case WatchEvent.Delete delete -> Optional.empty();
          };
      keys.computeIfAbsent(event.key(), key -> new TreeMap<>()).put(change.revision(), version);
    }
  }

  /** The changes from one revision to another, both included. */
  Collection<Change> changes(long from, long to) {
    return changes.subMap(from, true, to, true).values();
  }

  void compact(long revision) {
    changes.headMap(revision).clear();
    keys.values()
        .removeIf(
            versions -> {
              Long oldest = versions.floorKey(revision);
              if (oldest != null) {
                versions.headMap(oldest).clear();
                if (versions.firstEntry().getValue().isEmpty()) {
                  versions.pollFirstEntry();
                }
              }
              return versions.isEmpty();
            });
  }

  private NavigableMap<Bytes, NavigableMap<Long, Optional<KeyValue>>> in(KeyRange range) {
    if (range.end().length() == 0) {
      return keys.tailMap(range.start(), true);
    }
    return range.start().compareTo(range.end()) >= 0
        ? new TreeMap<>()
        : keys.subMap(range.start(), true, range.end(), false);
  }

  private static Optional<KeyValue> at(
      NavigableMap<Long, Optional<KeyValue>> versions, long revision) {
    Map.Entry<Long, Optional<KeyValue>> entry = versions.floorEntry(revision);
    return entry == null ? Optional.empty() : entry.getValue();
  }

  private static KeyValue withoutValue(KeyValue full) {
    return new KeyValue(
        full.key(),
        Bytes.EMPTY,
        full.createRevision(),
        full.modRevision(),
        full.version(),
        full.lease());
  }
}
