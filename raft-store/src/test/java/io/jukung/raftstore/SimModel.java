package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.check.Story;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a log's entries do, said a second time and as simply as can be: maps in memory, no history,
 * no index. Used by one thread.
 */
final class SimModel {
  /** A lease; which keys it has is found by looking at all keys. */
  record Lease(long ttlSeconds, long endMs) {}

  final TreeMap<Bytes, KeyValue> keys = new TreeMap<>();
  final TreeMap<Long, Lease> leases = new TreeMap<>();
  final Story story = new Story(1);
  long revision = 1;
  long compacted;
  long timeMs;
  private long lastLease;
  private final Set<Long> touched = new HashSet<>();
  private final List<WatchEvent> events = new ArrayList<>();

  /** Applies an entry that counts; one outcome for each of its commands. */
  List<Outcome> apply(LogEntry entry) {
    timeMs = Math.max(timeMs, entry.timeMs());
    touched.clear();
    List<Outcome> outcomes = new ArrayList<>();
    for (Command command : entry.commands()) {
      try {
        outcomes.add(apply(command));
      } catch (StoreException e) {
        outcomes.add(new Outcome.Failed(e));
      }
    }
    return outcomes;
  }

  private Outcome apply(Command command) {
    return switch (command) {
      case Command.Txn txn -> new Outcome.Committed(txn(txn));
      case Command.Compact compact -> compact(compact.revision());
      case Command.Grant grant -> {
        long id = grant.lease();
        while (id == 0) {
          lastLease++;
          id = leases.containsKey(lastLease) ? 0 : lastLease;
        }
        if (leases.containsKey(id)) {
          throw new StoreException.Invalid("lease " + id + " exists already");
        }
        keep(id, grant.ttlSeconds());
        yield new Outcome.Done(id);
      }
      case Command.KeepAlive alive -> {
        keep(alive.lease(), find(alive.lease()).ttlSeconds());
        yield new Outcome.Done(alive.lease());
      }
      case Command.Revoke revoke -> {
        Lease _ = find(revoke.lease());
        end(revoke.lease());
        yield new Outcome.Done(1);
      }
      case Command.Expire expire -> {
        List<Long> over =
            leases.entrySet().stream()
                .filter(lease -> lease.getValue().endMs() <= timeMs)
                .filter(lease -> !touched.contains(lease.getKey()))
                .sorted(Comparator.comparingLong(lease -> lease.getValue().endMs()))
                .limit(expire.limit())
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(this::end);
        yield new Outcome.Done(over.size());
      }
      case Command.Barrier barrier -> new Outcome.Done(revision);
    };
  }

  private Outcome compact(long to) {
    if (to <= compacted) {
      throw new StoreException.Compacted(to, compacted);
    }
    if (to > revision) {
      throw new StoreException.FutureRevision(to, revision);
    }
    compacted = to;
    return new Outcome.Done(0);
  }

  private Lease find(long id) {
    return Optional.ofNullable(leases.get(id))
        .orElseThrow(() -> new StoreException.LeaseNotFound(id));
  }

  private void keep(long id, long ttlSeconds) {
    touched.add(id);
    leases.put(id, new Lease(ttlSeconds, timeMs + ttlSeconds * 1000));
  }

  private void end(long id) {
    touched.add(id);
    leases.remove(id);
    List.copyOf(keys.values()).stream().filter(k -> k.lease() == id).forEach(this::delete);
    finish();
  }

  private TxnResult txn(Command.Txn command) {
    Txn txn = command.txn();
    boolean holds =
        command.still().stream().allMatch(this::holds)
            && txn.compares().stream()
                .map(compare -> (Compare.ModRevision) compare)
                .allMatch(
                    c ->
                        Optional.ofNullable(keys.get(c.key())).map(KeyValue::modRevision).orElse(0L)
                            == c.modRevision());
    List<Operation> side = holds ? txn.success() : txn.failure();
    for (Operation operation : side) {
      if (operation instanceof Operation.Put put && put.lease() != 0) {
        Lease _ = find(put.lease());
      }
    }
    List<List<KeyValue>> results = new ArrayList<>();
    for (Operation operation : side) {
      results.add(
          switch (operation) {
            case Operation.Get get -> Optional.ofNullable(keys.get(get.key())).stream().toList();
            case Operation.Put put -> put(put);
            case Operation.Delete delete -> delete(delete.range());
          });
    }
    finish();
    return new TxnResult(holds, revision, results);
  }

  private boolean holds(Unchanged still) {
    List<KeyValue> found =
        keys.values().stream().filter(item -> still.range().contains(item.key())).toList();
    return found.size() == still.count()
        && found.stream().noneMatch(item -> item.modRevision() > still.revision());
  }

  private List<KeyValue> put(Operation.Put put) {
    Optional<KeyValue> old = Optional.ofNullable(keys.get(put.key()));
    long next = revision + 1;
    KeyValue item =
        new KeyValue(
            put.key(),
            put.value(),
            old.map(KeyValue::createRevision).orElse(next),
            next,
            old.map(KeyValue::version).orElse(0L) + 1,
            put.lease());
    keys.put(put.key(), item);
    events.add(new WatchEvent.Put(item, old));
    return List.of();
  }

  private List<KeyValue> delete(KeyRange range) {
    List<KeyValue> found =
        keys.values().stream().filter(item -> range.contains(item.key())).toList();
    found.forEach(this::delete);
    return found;
  }

  private void delete(KeyValue item) {
    keys.remove(item.key());
    events.add(new WatchEvent.Delete(item.key(), revision + 1, Optional.of(item)));
  }

  private void finish() {
    if (!events.isEmpty()) {
      revision++;
      story.add(revision, events);
      events.clear();
    }
  }
}
