package io.jukung.server.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events later, many together, from a queue with a bound: what does not fit is dropped and
 * told of ({@code plugin/pkg/audit/buffered} at v1.36).
 */
final class BatchingBackend implements AuditBackend {
  /** How many batches may be on their way at once. */
  private static final int MAX_SENDING = 32;

  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(BatchingBackend.class);

  private final AuditBackend next;
  private final AuditConfig.Batch config;
  private final boolean alone;
  private final BlockingQueue<AuditEvent> waiting;
  private final Semaphore sending = new Semaphore(MAX_SENDING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread worker;
  private volatile boolean closed;
  // Touched by the worker only: batches that may go at once, and when that was reckoned.
  private double tokens;
  private long tokensNs = System.nanoTime();

  /**
   * A queue in front of {@code next}.
   *
   * @param alone whether a batch is kept before the next is gathered
   */
  BatchingBackend(AuditBackend next, AuditConfig.Batch config, boolean alone) {
    this.next = next;
    this.config = config;
    this.alone = alone;
    this.waiting = new ArrayBlockingQueue<>(config.bufferSize());
    this.tokens = config.burst();
    this.worker = Thread.ofVirtual().name("audit-batches").start(this::run);
  }

  @Override
  public boolean keep(List<AuditEvent> events) {
    for (AuditEvent event : events) {
      if (!waiting.offer(event)) {
        long all = dropped.incrementAndGet();
        if (Long.bitCount(all) == 1) {
          LOG.error("audit buffer queue blocked, dropped={} events so far", all);
        }
      }
    }
    return true;
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        List<AuditEvent> batch = gather();
        if (!batch.isEmpty()) {
          throttle();
          send(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<AuditEvent> gather() throws InterruptedException {
    List<AuditEvent> batch = new ArrayList<>();
    AuditEvent first = waiting.poll(100, TimeUnit.MILLISECONDS);
    if (first == null) {
      return batch;
    }
    batch.add(first);
    long endNs = System.nanoTime() + (config.maxSize() == 1 ? 0 : config.maxWait().toNanos());
    // Looks again after a while rather than being woken by each event.
    while (true) {
      int _ = waiting.drainTo(batch, config.maxSize() - batch.size());
      long leftNs = endNs - System.nanoTime();
      if (batch.size() == config.maxSize() || closed || leftNs <= 0) {
        return batch;
      }
      pause(Math.min(leftNs, LOOK_NS));
    }
  }

  private void throttle() throws InterruptedException {
    if (config.qps() <= 0 || closed) {
      return;
    }
    long now = System.nanoTime();
    tokens = Math.min(config.burst(), tokens + (now - tokensNs) / 1e9 * config.qps());
    tokensNs = now;
    tokens -= 1;
    if (tokens < 0) {
      pause((long) (-tokens / config.qps() * 1e9));
    }
  }

  private void pause(long nanos) throws InterruptedException {
    long endNs = System.nanoTime() + nanos;
    while (!closed && System.nanoTime() - endNs < 0) {
      synchronized (this) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, endNs - System.nanoTime()));
      }
    }
  }

  private void send(List<AuditEvent> batch) throws InterruptedException {
    if (alone) {
      var _ = next.keep(batch);
      return;
    }
    sending.acquire();
    Thread.ofVirtual()
        .name("audit-send")
        .start(
            () -> {
              try {
                var _ = next.keep(batch);
              } finally {
                sending.release();
              }
            });
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
    try {
      worker.join(CLOSE_WAIT);
      var _ = sending.tryAcquire(MAX_SENDING, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    next.close();
  }
}
