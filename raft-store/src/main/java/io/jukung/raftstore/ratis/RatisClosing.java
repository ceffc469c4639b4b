package io.jukung.raftstore.ratis;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.AwaitToRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes Ratis, which by itself (3.3.0) takes up to a second and now and then does not come to an
 * end: its log worker looks only once a second whether it should end, and its log waits, holding
 * its lock, for a thread that may be waiting for that lock to give up cached entries. An interrupt
 * ends both. Nothing is on its way to the log by then, and a log that was not closed well is one
 * after a crash.
 */
public final class RatisClosing {
  private static final Logger LOG = LoggerFactory.getLogger(RatisClosing.class);
  private static final int STEP_MS = 10;

  /** Until when a wait is taken for one that ends by itself. */
  private static final int PATIENCE_STEPS = 100;

  private final String self;
  private final CountDownLatch closed = new CountDownLatch(1);

  private RatisClosing(String self) {
    this.self = self;
  }

  /**
   * Closes a server with its division: what was committed is applied and the log's folder is free
   * when this is over. Failures are logged only.
   *
   * @param self what its threads' names begin with
   */
  public static void close(RaftServer server, String self) {
    RatisClosing closing = new RatisClosing(self);
    Thread.ofVirtual().name("raft-store-close").start(closing::help);
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Ratis did not close cleanly", e);
    } finally {
      closing.closed.countDown();
    }
  }

  private void help() {
    try {
      for (int i = 0; !closed.await(STEP_MS, TimeUnit.MILLISECONDS); i++) {
        if (i < PATIENCE_STEPS) {
          interrupt((name, stack) -> name.endsWith("-SegmentedRaftLogWorker"));
        } else if (i % PATIENCE_STEPS == 0) {
          interrupt((name, stack) -> isIn(stack, AwaitToRun.class, "close"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isIn(StackTraceElement[] stack, Class<?> type, String method) {
    return Arrays.stream(stack)
        .anyMatch(
            frame ->
                frame.getClassName().equals(type.getName())
                    && frame.getMethodName().equals(method));
  }

  private void interrupt(BiPredicate<String, StackTraceElement[]> which) {
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              String name = thread.getName();
              boolean ours = name.startsWith(self + "@") || name.startsWith(self + "-");
              if (ours && which.test(name, stack)) {
                thread.interrupt();
              }
            });
  }
}
