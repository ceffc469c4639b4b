package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.util.TimeDuration;
import org.apache.ratis.util.TimeoutExecutor;
import org.apache.ratis.util.function.CheckedRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When an appender gives up on its calls. Ratis 3.3.0 has a timer for each call, and wakes a thread
 * for each two seconds later, when nearly all have been answered long ago. These are looked at when
 * the appender's own thread is awake, which it is several times a second; all have to have the same
 * time. Safe for use by any number of threads.
 */
final class Timeouts implements TimeoutExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(Timeouts.class);

  private record Timeout(long atNs, Runnable task) {}

  private final Queue<Timeout> timeouts = new ConcurrentLinkedQueue<>();

  /** In place of Ratis' own. Without effect, and said so, when Ratis has changed. */
  void of(GrpcLogAppender appender) {
    try {
      Field field = GrpcLogAppender.class.getDeclaredField("scheduler");
      field.setAccessible(true);
      field.set(appender, this);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("calls of {} have timers of their own", appender.getFollowerId(), e);
    }
  }

  /** Runs what is due. */
  void run(long nowNs) {
    for (Timeout next = timeouts.peek(); next != null; next = timeouts.peek()) {
      if (next.atNs - nowNs > 0) {
        return;
      }
      if (timeouts.remove(next)) {
        next.task.run();
      }
    }
  }

  @Override
  public int getTaskCount() {
    return timeouts.size();
  }

  @Override
  @SuppressWarnings("unchecked") // The task says what it throws.
  public <X extends Throwable> void onTimeout(
      TimeDuration timeout, CheckedRunnable<X> task, Consumer<X> errors) {
    long atNs = System.nanoTime() + timeout.toLong(TimeUnit.NANOSECONDS);
    Runnable safe =
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            errors.accept((X) e);
          }
        };
    timeouts.add(new Timeout(atNs, safe));
  }
}
