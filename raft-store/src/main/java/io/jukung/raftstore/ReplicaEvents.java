package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a store does when its replicated state tells it something. Safe for all threads. */
final class ReplicaEvents implements Replica.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaEvents.class);

  private final RaftStore store;
  private final RaftStoreConfig config;
  private final Readiness readiness;
  private final GroupCommit commits;
  private final ReplicaChecks checks;

  ReplicaEvents(
      RaftStore store,
      RaftStoreConfig config,
      Readiness readiness,
      GroupCommit commits,
      ReplicaChecks checks) {
    this.store = store;
    this.config = config;
    this.readiness = readiness;
    this.commits = commits;
    this.checks = checks;
  }

  @Override
  public void leadershipChanged() {
    store.leadershipChanged();
  }

  @Override
  public void compacted(AppliedState state, Supplier<StateDb.Moment> view) {
    if (!store.alone()) {
      checks.take(state, view);
    }
  }

  @Override
  public Optional<String> hash(long index) {
    return checks.at(index);
  }

  @Override
  public void installing() {
    checks.pause();
  }

  @Override
  public void installed() {
    checks.resume();
  }

  @Override
  public void fault(String what, Throwable cause) {
    LOG.error("the store in {} stops: {}", config.dataDir(), what, cause);
    readiness.failed(cause);
    commits.stop(new StoreException.Unavailable("store failed: " + what + ": " + cause));
  }
}
