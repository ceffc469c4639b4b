package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import io.jukung.storage.KeyRange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Starts watches on one resource ({@code k8s.io/apiserver/pkg/storage/cacher/cacher.go}, {@code
 * Watch}, at v1.36).
 */
final class ObjectWatches {
  private final ResourceAccess access;

  ObjectWatches(ResourceAccess access) {
    this.access = access;
  }

  /** As upstream, a streamed list that can't begin is told of on the stream. */
  private static ObjectWatch failed(StatusException cause) {
    Deque<ObjectEvent> events = new ArrayDeque<>(List.of(new ObjectEvent.Failed(cause)));
    return new ObjectWatch() {
      @Override
      public Optional<ObjectEvent> next(Duration wait) {
        return Optional.ofNullable(events.poll());
      }

      @Override
      public void close() {}
    };
  }

  ObjectWatch watch(WatchOptions options) {
    ListOptionsValidation.validate(options);
    access.cache.requireReadable();
    long revision = ResourceVersions.parseParameter(options.resourceVersion());
    WatchFilter filter =
        new WatchFilter(
            Selection.of(access, options.namespace(), options.labels(), options.fields()));
    Optional<Boolean> sendInitial = options.sendInitialEvents();
    boolean initial = sendInitial.orElse(revision == 0);
    if (initial) {
      if (options.resourceVersion().isEmpty() || (revision == 0 && sendInitial.isEmpty())) {
        access.refresh("watch");
      } else if (sendInitial.isPresent()) {
        try {
          access.awaitRevision(revision, "watch");
        } catch (StatusException e) {
          return failed(e);
        }
      } else {
        access.awaitRevision(revision, "watch");
      }
      return fromState(options, filter, sendInitial.isPresent() && options.bookmarks());
    }
    if (revision == 0) {
      return after(options, filter, access.refresh("watch"));
    }
    return after(options, filter, revision);
  }

  private ObjectWatch fromState(WatchOptions options, WatchFilter filter, boolean markEnd) {
    long applied = access.readCache.applied();
    EventLog log = access.cache.log();
    ResourceCache.Snapshot snapshot = access.cache.snapshot();
    long revision = Math.max(applied, snapshot.revision());
    KeyRange range = filter.selection().range();
    Iterator<CacheEntry> entries =
        ObjectReads.part(snapshot.entries(), range).values().stream()
            .filter(filter.selection()::matches)
            .iterator();
    LogWatch first =
        new LogWatch(
            access, log, filter, entries, markEnd, options.bookmarks(), WatchPlace.after(revision));
    return new SwitchingWatch(first, place -> source(options, filter, place));
  }

  private ObjectWatch after(WatchOptions options, WatchFilter filter, long revision) {
    return new SwitchingWatch(
        source(options, filter, WatchPlace.after(revision)),
        place -> source(options, filter, place));
  }

  private WatchSource source(WatchOptions options, WatchFilter filter, WatchPlace place) {
    access.cache.requireReadable();
    return access.logReaches(place)
        ? logWatch(options, filter, place)
        : new HistoryWatch(access, filter, place);
  }

  private LogWatch logWatch(WatchOptions options, WatchFilter filter, WatchPlace place) {
    return new LogWatch(
        access,
        access.cache.log(),
        filter,
        Collections.emptyIterator(),
        false,
        options.bookmarks(),
        place);
  }
}
