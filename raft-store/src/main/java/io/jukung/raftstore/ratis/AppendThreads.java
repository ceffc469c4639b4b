package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which a follower takes entries and answers. Ratis 3.3.0 passes each call through
 * two pools of threads, which costs more than what they do. Here the connection's thread takes the
 * call, and it is the one that answers: at once when nothing had to be written, else when the log's
 * thread hands over that it is on disk. Nothing in there waits: see {@code RaftSettings.of} for the
 * log's queue.
 */
public final class AppendThreads implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(AppendThreads.class);

  private final ThreadLocal<Boolean> taking = ThreadLocal.withInitial(() -> false);
  private final ExecutorService others =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("raft-store-call").factory());
  private volatile @Nullable DivisionInfo info;
  private final ConnectionThread connections;

  /** With the thread of the member's connections, which answers. */
  public AppendThreads(ConnectionThread connections) {
    this.connections = connections;
  }

  /**
   * Runs what gRPC has for a call of the leader's: at once as long as this member follows. One that
   * leads or stands for election has to end that first, and the call waits for it, which must not
   * hold up all connections.
   */
  @Override
  public void execute(Runnable task) {
    DivisionInfo member = info;
    boolean follows = member != null && (member.isFollower() || member.isListener());
    if (follows) {
      take(task);
    } else {
      others.execute(() -> take(task));
    }
  }

  private void take(Runnable task) {
    taking.set(true);
    try {
      task.run();
    } finally {
      taking.set(false);
    }
  }

  /** Before a member starts. Without effect, and said so, when Ratis has changed. */
  public void serve(RaftServer.Division member) {
    info = member.getInfo();
    try {
      Field field = member.getClass().getDeclaredField("serverExecutor");
      field.setAccessible(true);
      if (field.get(member) instanceof ExecutorService pool) {
        field.set(member, new Answers(pool));
      }
    } catch (ReflectiveOperationException e) {
      LOG.warn("answers to the leader take a detour", e);
    }
  }

  /** In place of the pool; what else it is for, which may wait, stays there. */
  private final class Answers extends AbstractExecutorService {
    private final ExecutorService pool;

    Answers(ExecutorService pool) {
      this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
      if (taking.get()) {
        task.run();
      } else if (ofLog(Thread.currentThread())) {
        try {
          connections.execute(task);
        } catch (RejectedExecutionException e) {
          pool.execute(task); // This member stops.
        }
      } else {
        pool.execute(task);
      }
    }

    private static boolean ofLog(Thread thread) {
      return thread.getName().endsWith("-SegmentedRaftLogWorker");
    }

    @Override
    public void shutdown() {
      pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
      return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return pool.awaitTermination(timeout, unit);
    }
  }
}
