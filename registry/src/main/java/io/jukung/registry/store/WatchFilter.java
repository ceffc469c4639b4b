package io.jukung.registry.store;

import java.util.Optional;

/**
 * What a change means to one watch: an object that comes into its selection is new to it, one that
 * leaves is gone ({@code k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go} at v1.36).
 */
record WatchFilter(Selection selection) {

  /** Whether a change lies in the watched range, selected or not. */
  boolean concerns(LogEvent change) {
    CacheEntry entry = change.current() != null ? change.current() : change.previous();
    return entry != null && selection.range().contains(entry.key());
  }

  /** What a change that {@link #concerns} the watch tells its reader. */
  Optional<ObjectEvent> event(LogEvent change) {
    CacheEntry current = change.current();
    CacheEntry previous = change.previous();
    boolean now = current != null && matches(current);
    boolean before = previous != null && matches(previous);
    if (current != null && now) {
      return Optional.of(
          before
              ? new ObjectEvent.Modified(current.object())
              : new ObjectEvent.Added(current.object()));
    }
    return before ? Optional.of(new ObjectEvent.Deleted(change.departed())) : Optional.empty();
  }

  private boolean matches(CacheEntry entry) {
    return selection.matches(entry);
  }
}
