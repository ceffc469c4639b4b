package io.jukung.raftstore;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the maintenance thread does to a store. */
final class StoreUpkeep implements Maintenance.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(StoreUpkeep.class);
  private static final int EXPIRE_LIMIT = 100;

  private final RaftStore store;
  private final RaftStoreConfig config;
  private final DataFolder folder;
  private final Readiness readiness;
  private final ReplicaChecks checks;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean diskLow;

  StoreUpkeep(
      RaftStore store,
      RaftStoreConfig config,
      DataFolder folder,
      Readiness readiness,
      ReplicaChecks checks) {
    this.store = store;
    this.config = config;
    this.folder = folder;
    this.readiness = readiness;
    this.checks = checks;
  }

  /** Whether there is too little room for puts. */
  boolean diskLow() {
    return diskLow;
  }

  @Override
  public boolean leads() {
    return store.leadership().here();
  }

  @Override
  public void endLeases() {
    long ended = EXPIRE_LIMIT;
    while (ended == EXPIRE_LIMIT && store.replica().nextLeaseEndMs() <= nowMs()) {
      ended = store.write(new Command.Expire(EXPIRE_LIMIT)).id();
    }
  }

  @Override
  public boolean purgeSlice() {
    return store.replica().purgeSlice();
  }

  @Override
  public void checkDisk() {
    // Ratis does not tell of a leader lost.
    readiness.leadership(store.leadership(), store.alone());
    if (!store.alone() && looking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("raft-store-look").start(this::look);
    }
    boolean low = folder.freeBytes().orElse(Long.MAX_VALUE) < config.minFreeBytes();
    if (low != diskLow) {
      diskLow = low;
      LOG.warn("disk of {} {}", config.dataDir(), low ? "is nearly full" : "has room again");
    }
  }

  /** Looks after the other members, which may take a few seconds. */
  private void look() {
    try {
      if (readiness.unexplained()) {
        readiness.explain(store.membership().unreachable());
      }
      checks.compare();
    } finally {
      looking.set(false);
    }
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public void compact(long revision) {
    store.compact(revision);
  }

  @Override
  public long nowMs() {
    return config.clock().millis();
  }
}
