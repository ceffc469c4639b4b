package io.jukung.registry.store;

import io.jukung.storage.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Leases for objects that live for a while only. Objects written within a minute share one, so that
 * each lives at least its time and at most a minute longer ({@code
 * k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go} at v1.36). Safe for all threads.
 */
final class Leases {
  private static final Duration SHARED_FOR = Duration.ofSeconds(60);
  private static final int MAX_OBJECTS = 1000;

  private record Shared(long lease, Instant until, int objects) {}

  private final Store store;
  private final InstantSource clock;
  // Guarded by this.
  private final Map<Long, Shared> byTtl = new HashMap<>();

  Leases(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A lease that ends no sooner than {@code ttlSeconds} from now; 0 for 0. */
  synchronized long lease(long ttlSeconds) {
    if (ttlSeconds == 0) {
      return 0;
    }
    Instant now = clock.instant();
    Shared shared = byTtl.get(ttlSeconds);
    if (shared == null || now.isAfter(shared.until) || shared.objects >= MAX_OBJECTS) {
      long lease = store.grantLease(ttlSeconds + SHARED_FOR.toSeconds());
      shared = new Shared(lease, now.plus(SHARED_FOR), 0);
    }
    byTtl.put(ttlSeconds, new Shared(shared.lease, shared.until, shared.objects + 1));
    return shared.lease;
  }

  /** Forgets the lease, which the store does not know any more. */
  synchronized void forget(long lease) {
    byTtl.values().removeIf(shared -> shared.lease == lease);
  }
}
