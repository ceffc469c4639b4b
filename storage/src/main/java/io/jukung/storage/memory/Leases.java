package io.jukung.storage.memory;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The granted leases with their keys. Not thread-safe. */
final class Leases {
  private final InstantSource clock;
  private final TreeMap<Long, Lease> leases = new TreeMap<>();
  private long last;

  Leases(InstantSource clock) {
    this.clock = clock;
  }

  long grant(long ttlSeconds) {
    if (ttlSeconds < 1 || ttlSeconds > Store.MAX_LEASE_SECONDS) {
      throw new StoreException.Invalid(
          "lease needs 1 to " + Store.MAX_LEASE_SECONDS + " seconds, got " + ttlSeconds);
    }
    last++;
    leases.put(last, new Lease(ttlSeconds, endMs(ttlSeconds), new TreeSet<>()));
    return last;
  }

  void check(long lease) {
    find(lease);
  }

  void keepAlive(long lease) {
    Lease old = find(lease);
    leases.put(lease, new Lease(old.ttlSeconds, endMs(old.ttlSeconds), old.keys));
  }

  void attach(KeyValue item) {
    if (item.lease() != 0) {
      find(item.lease()).keys.add(item.key());
    }
  }

  void detach(KeyValue item) {
    if (item.lease() != 0 && leases.containsKey(item.lease())) {
      find(item.lease()).keys.remove(item.key());
    }
  }

  /** Forgets a lease; returns its keys in order. */
  List<Bytes> remove(long lease) {
    List<Bytes> keys = new ArrayList<>(find(lease).keys);
    leases.remove(lease);
    return keys;
  }

  /** The leases whose time is over. */
  List<Long> ended() {
    long nowMs = clock.millis();
    return leases.entrySet().stream()
        .filter(entry -> entry.getValue().endMs <= nowMs)
        .map(Map.Entry::getKey)
        .toList();
  }

  private long endMs(long ttlSeconds) {
    return clock.millis() + ttlSeconds * 1000;
  }

  private Lease find(long lease) {
    Lease found = leases.get(lease);
    if (found == null) {
      throw new StoreException.LeaseNotFound(lease);
    }
    return found;
  }

  private record Lease(long ttlSeconds, long endMs, TreeSet<Bytes> keys) {}
}
