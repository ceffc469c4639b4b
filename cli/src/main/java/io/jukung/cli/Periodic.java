package io.jukung.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work done over and over on a thread of its own; a failure is told and tried again next time. */
final class Periodic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

  private final ScheduledExecutorService thread;

  private Periodic(String name) {
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
  }

  /**
   * Starts the work; its first turn comes after one interval.
   *
   * @param name of the thread, for logs and thread dumps
   */
  static Periodic start(String name, Duration interval, Runnable work) {
    Periodic periodic = new Periodic(name);
    var _ =
        periodic.thread.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.warn("{} failed; it is tried again in {}", name, interval, e);
              }
            },
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
    return periodic;
  }

  /** Ends the work; a turn under way is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
