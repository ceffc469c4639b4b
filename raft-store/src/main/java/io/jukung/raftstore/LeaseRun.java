package io.jukung.raftstore;

import io.jukung.raftstore.LeaseRecords.Lease;
import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rocksdb.RocksIterator;

/**
 * The leases as one log entry changes them. Like {@link EntryRun}, it writes into the entry's batch
 * and lays its own changes over what the database has. Used by one thread.
 */
final class LeaseRun {
  private final StateDb db;
  private final StateBatch batch;
  private final long timeMs;
  private long lastLease;

  /** Leases changed here; empty ones have ended. */
  private final Map<Long, Optional<Lease>> changed = new HashMap<>();

  /** Keys attached (true) or detached (false) here, by lease. */
  private final Map<Long, TreeMap<Bytes, Boolean>> keys = new HashMap<>();

  LeaseRun(StateDb db, StateBatch batch, long timeMs, long lastLease) {
    this.db = db;
    this.batch = batch;
    this.timeMs = timeMs;
    this.lastLease = lastLease;
  }

  /** When the next lease ends, in milliseconds since 1970; {@link Long#MAX_VALUE} without any. */
  static long nextEndMs(StateDb db) {
    try (RocksIterator iterator = db.iterator(Family.LEASES)) {
      iterator.seek(LeaseRecords.firstByEnd());
      return iterator.isValid() && LeaseRecords.isByEnd(iterator.key())
          ? LeaseRecords.endOf(iterator.key())
          : Long.MAX_VALUE;
    }
  }

  /** Whether any lease was granted, kept alive or ended here. */
  boolean changed() {
    return !changed.isEmpty();
  }

  long timeMs() {
    return timeMs;
  }

  long lastLease() {
    return lastLease;
  }

  /** Grants a lease; fails when its id was chosen by the caller and is taken. */
  long grant(Command.Grant grant) {
    long id = grant.lease();
    if (id == 0) {
      do {
        lastLease++;
      } while (lookUp(lastLease).isPresent());
      id = lastLease;
    } else if (lookUp(id).isPresent()) {
      throw new StoreException.Invalid("lease " + id + " exists already");
    }
    put(id, new Lease(grant.ttlSeconds(), timeMs + grant.ttlSeconds() * 1000));
    return id;
  }

  void keepAlive(long id) {
    Lease old = find(id);
    batch.delete(Family.LEASES, LeaseRecords.byEnd(old.endMs(), id));
    put(id, new Lease(old.ttlSeconds(), timeMs + old.ttlSeconds() * 1000));
  }

  /** Fails when there is no such lease. */
  void check(long id) {
    find(id);
  }

  void attach(KeyValue item) {
    if (item.lease() != 0) {
      batch.put(Family.LEASES, LeaseRecords.key(item.lease(), item.key()), new byte[0]);
      note(item, true);
    }
  }

  void detach(KeyValue item) {
    if (item.lease() != 0) {
      batch.delete(Family.LEASES, LeaseRecords.key(item.lease(), item.key()));
      note(item, false);
    }
  }

  /** Forgets a lease; returns its keys in order. */
  List<Bytes> end(long id) {
    Lease lease = find(id);
    batch.delete(Family.LEASES, LeaseRecords.lease(id));
    batch.delete(Family.LEASES, LeaseRecords.byEnd(lease.endMs(), id));
    List<Bytes> ended = keysOf(id);
    changed.put(id, Optional.empty());
    return ended;
  }

  /** Leases whose time is over, the longest over first; at most {@code limit}. */
  List<Long> ended(int limit) {
    List<Long> ended = new ArrayList<>();
    try (RocksIterator iterator = db.iterator(Family.LEASES)) {
      for (iterator.seek(LeaseRecords.firstByEnd()); iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (!LeaseRecords.isByEnd(key)
            || LeaseRecords.endOf(key) > timeMs
            || ended.size() == limit) {
          break;
        }
        // One changed earlier in this entry waits for the next look.
        if (!changed.containsKey(LeaseRecords.idOf(key))) {
          ended.add(LeaseRecords.idOf(key));
        }
      }
    }
    return ended;
  }

  private List<Bytes> keysOf(long id) {
    TreeSet<Bytes> found = new TreeSet<>();
    byte[] prefix = LeaseRecords.keys(id);
    try (RocksIterator iterator = db.iterator(Family.LEASES)) {
      for (iterator.seek(prefix); iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (!Bytes.wrap(key).startsWith(Bytes.wrap(prefix))) {
          break;
        }
        found.add(LeaseRecords.keyOf(key));
      }
    }
    keys.getOrDefault(id, new TreeMap<>())
        .forEach(
            (key, attached) -> {
              if (attached) {
                found.add(key);
              } else {
                found.remove(key);
              }
            });
    return List.copyOf(found);
  }

  private void note(KeyValue item, boolean attached) {
    keys.computeIfAbsent(item.lease(), id -> new TreeMap<>()).put(item.key(), attached);
  }

  private void put(long id, Lease lease) {
    batch.put(Family.LEASES, LeaseRecords.lease(id), LeaseRecords.value(lease));
    batch.put(Family.LEASES, LeaseRecords.byEnd(lease.endMs(), id), new byte[0]);
    changed.put(id, Optional.of(lease));
  }

  private Lease find(long id) {
    return lookUp(id).orElseThrow(() -> new StoreException.LeaseNotFound(id));
  }

  private Optional<Lease> lookUp(long id) {
    Optional<Lease> own = changed.get(id);
    if (own == null) {
      byte[] record = db.get(Family.LEASES, LeaseRecords.lease(id));
      own = record == null ? Optional.empty() : Optional.of(LeaseRecords.value(record));
    }
    return own;
  }
}
