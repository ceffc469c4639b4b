package io.jukung.controllers.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one controller: each takes keys from the queue and hands them to the reconciler.
 * Owns its virtual threads.
 *
 * @param <K> the keys
 */
public final class ReconcileLoop<K> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);
  private static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private final String name;
  private final WorkQueue<K> queue;
  private final Reconciler<K> reconciler;
  private final List<Thread> workers = new ArrayList<>();

  /** The workers of the controller {@code name}, not yet running. */
  public ReconcileLoop(String name, WorkQueue<K> queue, Reconciler<K> reconciler) {
    this.name = name;
    this.queue = queue;
    this.reconciler = reconciler;
  }

  /** Starts {@code count} workers. Called once. */
  public void start(int count) {
    for (int i = 0; i < count; i++) {
      workers.add(Thread.ofVirtual().name(name + "-" + i).start(this::work));
    }
  }

  private void work() {
    try {
      for (Optional<K> key = queue.take(); key.isPresent(); key = queue.take()) {
        attempt(key.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(K key) {
    try {
      Optional<Duration> again = reconciler.reconcile(key);
      queue.forget(key);
      again.ifPresent(delay -> queue.addAfter(key, delay));
    } catch (RuntimeException e) {
      // Failing and coming again is how controllers live with conflicts and restarts: told, not
      // alarmed.
      LOG.debug("controller={} key={} failed, will come again", name, key, e);
      queue.addRateLimited(key);
    } finally {
      queue.done(key);
    }
  }

  /** Closes the queue and waits, within a bound, until the work under way is over. */
  @Override
  public void close() {
    queue.close();
    for (Thread worker : workers) {
      try {
        if (!worker.join(STOP_WAIT)) {
          worker.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
