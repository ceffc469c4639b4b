package io.jukung.controllers.election;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work while this process holds the lease, again and again, until closed. Started once; the
 * work is started and stopped by one thread at a time.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final String NAMESPACE = "kube-system";
  private static final String LEASE = "kube-controller-manager";
  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  /** What a leader does. */
  public interface Work {
    /** Begins; returns what ends it. */
    AutoCloseable begin();
  }

  private final KubernetesClient client;
  private final String identity;
  private final Work work;
  private Optional<CompletableFuture<?>> election = Optional.empty();
  private Optional<AutoCloseable> running = Optional.empty();
  private boolean closed;

  /**
   * A candidate.
   *
   * @param identity who holds the lease; no two processes that run at the same time share one
   */
  public Leadership(KubernetesClient client, String identity, Work work) {
    this.client = client;
    this.identity = identity;
    this.work = work;
  }

  /** Begins to try for the lease. */
  public synchronized void start() {
    if (closed) {
      return;
    }
    LeaderElectionConfig config =
        new LeaderElectionConfig(
            new UpdatedLease(NAMESPACE, LEASE, identity),
            LEASE_DURATION,
            RENEW_DEADLINE,
            RETRY_PERIOD,
            new LeaderCallbacks(this::begin, this::end, this::told),
            true,
            LEASE);
    CompletableFuture<?> trying = client.leaderElector().withConfig(config).build().start();
    election = Optional.of(trying);
    // Who has lost the lease tries again.
    var _ = trying.whenComplete((nothing, failure) -> start());
  }

  private synchronized void begin() {
    if (!closed && running.isEmpty()) {
      running = Optional.of(work.begin());
    }
  }

  private synchronized void end() {
    running.ifPresent(
        part -> {
          try {
            part.close();
          } catch (Exception e) {
            throw new IllegalStateException("a controller did not stop", e);
          }
        });
    running = Optional.empty();
  }

  private void told(String leader) {
    LOG.info("lease={}/{} leader={}", NAMESPACE, LEASE, leader);
  }

  /** Ends the work and gives the lease back. */
  @Override
  public void close() {
    Optional<CompletableFuture<?>> last;
    synchronized (this) {
      closed = true;
      last = election;
    }
    end();
    last.ifPresent(trying -> trying.cancel(true));
  }
}
