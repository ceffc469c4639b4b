package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.raftstore.StateDb.Moment;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Walks the living keys of a range, in order, at one revision of one moment.
 *
 * <p>History holds a version under the revision that superseded it. So the version of a key at
 * revision R is the one with the smallest superseding revision above R, or else the current one;
 * and it was alive at R when it was created by then. At the newest revision history is not looked
 * at. Used by one thread; to be closed.
 */
final class StateReader implements AutoCloseable {
  private final KeyRange range;
  private final long revision;
  private final boolean keysOnly;
  private final RocksIterator current;
  private final @Nullable RocksIterator history;

  private StateReader(
      Moment moment, KeyRange range, long revision, boolean newest, boolean keysOnly) {
    this.range = range;
    this.revision = revision;
    this.keysOnly = keysOnly;
    this.current = moment.iterator(Family.CURRENT);
    this.current.seek(range.start().array());
    this.history = newest ? null : moment.iterator(Family.HISTORY);
    if (history != null) {
      history.seek(Records.historyPrefix(range.start()));
    }
  }

  /**
   * Starts a walk.
   *
   * @param asked the revision, or 0 for the newest of the moment
   */
  static StateReader at(
      Moment moment, AppliedState state, KeyRange range, long asked, boolean keysOnly) {
    return new StateReader(
        moment,
        range,
        asked == 0 ? state.revision() : asked,
        asked == 0 || asked == state.revision(),
        keysOnly);
  }

  /** Fails when a revision is not readable in a state; 0 always is. */
  static void check(AppliedState state, long asked) {
    if (asked != 0 && asked < state.compacted()) {
      throw new StoreException.Compacted(asked, state.compacted());
    }
    if (asked > state.revision()) {
      throw new StoreException.FutureRevision(asked, state.revision());
    }
  }

  /** The next living key; empty at the end. */
  Optional<KeyValue> next() {
    while (true) {
      Bytes currentKey = inRange(current.isValid() ? Bytes.wrap(current.key()) : null);
      Bytes historyKey = historyKey();
      if (currentKey == null && historyKey == null) {
        return Optional.empty();
      }
      int order =
          currentKey == null ? 1 : historyKey == null ? -1 : currentKey.compareTo(historyKey);
      Optional<KeyValue> found =
          order < 0 || historyKey == null
              ? newest(currentKey)
              : old(historyKey).or(() -> order == 0 ? newest(currentKey) : Optional.empty());
      if (order <= 0) {
        current.next();
      }
      if (order >= 0 && historyKey != null) {
        skipHistory(historyKey);
      }
      if (found.isPresent() && found.get().createRevision() <= revision) {
        return found;
      }
    }
  }

  @Override
  public void close() {
    current.close();
    if (history != null) {
      history.close();
    }
  }

  private Optional<KeyValue> newest(@Nullable Bytes key) {
    return key == null
        ? Optional.empty()
        : Optional.of(Records.version(key, current.value(), keysOnly));
  }

  /** The superseded version that was valid at the revision, if the valid one was superseded. */
  private Optional<KeyValue> old(Bytes key) {
    RocksIterator versions = Objects.requireNonNull(history);
    versions.seek(Records.history(key, revision + 1));
    return Objects.equals(key, historyKey())
        ? Optional.of(Records.version(key, versions.value(), keysOnly))
        : Optional.empty();
  }

  private void skipHistory(Bytes key) {
    // No version is superseded at this revision, so this is behind them all.
    Objects.requireNonNull(history).seek(Records.history(key, Long.MAX_VALUE));
  }

  private @Nullable Bytes historyKey() {
    return history == null || !history.isValid()
        ? null
        : inRange(Records.historyKey(history.key()));
  }

  private @Nullable Bytes inRange(@Nullable Bytes key) {
    return key != null && range.contains(key) ? key : null;
  }
}
