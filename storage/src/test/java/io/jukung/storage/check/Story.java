package io.jukung.storage.check;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All changes of a store in their order, revision by revision without a gap: what every watch has
 * to agree with. Used by one thread.
 */
public final class Story {
  private final List<List<WatchEvent>> changes = new ArrayList<>();
  private final long first;

  /**
   * A story without changes yet.
   *
   * @param revision the revision before the first change
   */
  public Story(long revision) {
    this.first = revision + 1;
  }

  /** Adds what the next revision changed. */
  public void add(long revision, List<WatchEvent> events) {
    if (revision != newest() + 1 || events.isEmpty()) {
      throw new IllegalArgumentException(events.size() + " events of " + revision);
    }
    changes.add(List.copyOf(events));
  }

  /** The newest revision. */
  public long newest() {
    return first + changes.size() - 1;
  }

  /** The changes of one revision that lie in a range. */
  public List<WatchEvent> at(long revision, KeyRange range) {
    if (revision < first || revision > newest()) {
      return List.of();
    }
    return changes.get((int) (revision - first)).stream()
        .filter(event -> range.contains(event.key()))
        .toList();
  }

  /** The keys of a range at a revision, for stories that begin with an empty store. */
  public List<KeyValue> state(long revision, KeyRange range) {
    TreeMap<Bytes, KeyValue> state = new TreeMap<>();
    for (long r = first; r <= Math.min(revision, newest()); r++) {
      for (WatchEvent event : at(r, range)) {
        switch (event) {
          case WatchEvent.Put put -> state.put(put.key(), put.current());
          case WatchEvent.Delete delete -> state.remove(delete.key());
        }
      }
    }
    return List.copyOf(state.values());
  }

  /** All that a key ever held. */
  public List<KeyCall.Held> held(Bytes key) {
    List<KeyCall.Held> held = new ArrayList<>();
    for (long revision = first; revision <= newest(); revision++) {
      for (WatchEvent event : at(revision, KeyRange.single(key))) {
        if (event instanceof WatchEvent.Put put) {
          held.add(new KeyCall.Held(put.current().value().utf8(), put.revision()));
        }
      }
    }
    return held;
  }

  /** An event as a watch that did not ask for previous values gets it. */
  static WatchEvent withoutPrevious(WatchEvent event) {
    return switch (event) {
      case WatchEvent.Put put -> new WatchEvent.Put(put.current(), Optional.empty());
      case WatchEvent.Delete delete ->
          new WatchEvent.Delete(delete.key(), delete.revision(), Optional.empty());
    };
  }
}
