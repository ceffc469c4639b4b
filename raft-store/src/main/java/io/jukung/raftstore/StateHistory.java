package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.raftstore.StateDb.Moment;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import io.jukung.storage.watch.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.rocksdb.RocksIterator;

/**
 * Changes read back: the event log says which keys a revision changed, the versions say what they
 * held. A page stops after {@link #PAGE_REVISIONS} revisions or {@link #PAGE_BYTES} of values.
 */
final class StateHistory {
  private static final int PAGE_REVISIONS = 2_000;
  private static final long PAGE_BYTES = 1 << 20;

  private StateHistory() {}

  static History.Page read(Moment moment, KeyRange range, long from, long to) {
    AppliedState state = moment.state();
    if (from < state.compacted()) {
      throw new StoreException.Compacted(from, state.compacted());
    }
    long last = Math.min(Math.min(to, state.revision()), from + PAGE_REVISIONS - 1);
    List<Change> changes = new ArrayList<>();
    long bytes = 0;
    try (RocksIterator log = moment.iterator(Family.EVENTS);
        RocksIterator versions = moment.iterator(Family.HISTORY)) {
      for (log.seek(Records.revision(from)); log.isValid(); log.next()) {
        long revision = new ByteReader(log.key()).u64();
        if (revision > last) {
          break;
        }
        List<WatchEvent> events = new ArrayList<>();
        for (Records.Changed changed : Records.events(log.value())) {
          if (range.contains(changed.key())) {
            events.add(event(moment, versions, changed, revision));
          }
        }
        if (!events.isEmpty()) {
          Change change = new Change(revision, events);
          changes.add(change);
          bytes += change.bytes();
        }
        if (bytes >= PAGE_BYTES) {
          return new History.Page(changes, revision);
        }
      }
    }
    return new History.Page(changes, last);
  }

  private static WatchEvent event(
      Moment moment, RocksIterator versions, Records.Changed changed, long revision) {
    Optional<KeyValue> previous = Optional.empty();
    if (changed.hadPrevious()) {
      byte[] record = moment.get(Family.HISTORY, Records.history(changed.key(), revision));
      previous =
          Optional.ofNullable(record).map(found -> Records.version(changed.key(), found, false));
    }
    if (changed.delete()) {
      return new WatchEvent.Delete(changed.key(), revision, previous);
    }
    versions.seek(Records.history(changed.key(), revision + 1));
    byte[] prefix = Records.historyPrefix(changed.key());
    boolean superseded =
        versions.isValid()
            && Arrays.equals(
                prefix,
                0,
                prefix.length,
                versions.key(),
                0,
                Math.min(prefix.length, versions.key().length));
    byte[] record =
        superseded ? versions.value() : moment.get(Family.CURRENT, changed.key().array());
    KeyValue current =
        Records.version(
            changed.key(), Objects.requireNonNull(record, "a change without its version"), false);
    if (current.modRevision() != revision) {
      throw new IllegalStateException(
          "change of " + revision + " leads to version of " + current.modRevision());
    }
    return new WatchEvent.Put(current, previous);
  }
}
