package io.jukung.storage.memory;

import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transaction being worked out on top of the committed versions. Not thread-safe. */
final class TxnRun {
  private final Versions versions;
  private final Leases leases;
  private final long revision;
  private final List<WatchEvent> events = new ArrayList<>();
  private final Map<Bytes, Optional<KeyValue>> written = new HashMap<>();

  TxnRun(Versions versions, Leases leases, long revision) {
    this.versions = versions;
    this.leases = leases;
    this.revision = revision;
  }

  TxnResult apply(Txn txn) {
    boolean succeeded = txn.compares().stream().allMatch(this::holds);
    List<Operation> side = succeeded ? txn.success() : txn.failure();
    for (Operation operation : side) {
      if (operation instanceof Operation.Put put && put.lease() != 0) {
        leases.check(put.lease());
      }
    }
    List<List<KeyValue>> results = new ArrayList<>();
    for (Operation operation : side) {
      results.add(
          switch (operation) {
            case Operation.Get get -> read(get.key()).stream().toList();
            case Operation.Put put -> put(put);
            case Operation.Delete delete -> delete(delete);
          });
    }
    return new TxnResult(succeeded, events.isEmpty() ? revision - 1 : revision, results);
  }

  /** What was changed; empty when nothing was. */
  Optional<Change> change() {
    return events.isEmpty() ? Optional.empty() : Optional.of(new Change(revision, events));
  }

  void delete(Bytes key) {
    Optional<KeyValue> previous = read(key);
    if (previous.isPresent()) {
      written.put(key, Optional.empty());
      leases.detach(previous.get());
      events.add(new WatchEvent.Delete(key, revision, previous));
    }
  }

  private boolean holds(Compare compare) {
    return switch (compare) {
      case Compare.ModRevision mod ->
          read(mod.key()).map(KeyValue::modRevision).orElse(0L) == mod.modRevision();
    };
  }

  private List<KeyValue> put(Operation.Put put) {
    Optional<KeyValue> previous = read(put.key());
    KeyValue current =
        new KeyValue(
            put.key(),
            put.value(),
            previous.map(KeyValue::createRevision).orElse(revision),
            revision,
            previous.map(KeyValue::version).orElse(0L) + 1,
            put.lease());
    previous.ifPresent(leases::detach);
    leases.attach(current);
    written.put(put.key(), Optional.of(current));
    events.add(new WatchEvent.Put(current, previous));
    return List.of();
  }

  /** No key of the range was put before in this transaction: the rules of {@link Txn} see to it. */
  private List<KeyValue> delete(Operation.Delete delete) {
    List<KeyValue> found =
        versions.range(RangeRequest.of(delete.range()), revision - 1).items().stream()
            .filter(item -> read(item.key()).isPresent())
            .toList();
    found.forEach(item -> delete(item.key()));
    return found;
  }

  private Optional<KeyValue> read(Bytes key) {
    Optional<KeyValue> own = written.get(key);
    return own != null ? own : versions.get(key, revision - 1);
  }
}
