package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.Epoll;
import org.apache.ratis.thirdparty.io.netty.channel.epoll.EpollEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.nio.NioEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.util.concurrent.DefaultThreadFactory;
import org.apache.ratis.util.NettyUtils;
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
public final class AppendThreads implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AppendThreads.class);
  private static final long CLOSE_QUIET_SECONDS = 1;
  private static final long CLOSE_LIMIT_SECONDS = 5;
  private static final String NAME = "raft-store-peers";

  private final ThreadLocal<Boolean> taking = ThreadLocal.withInitial(() -> false);
  private final ExecutorService others =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("raft-store-call").factory());
  private volatile @Nullable DivisionInfo info;
  private final EventLoopGroup connections = group(new DefaultThreadFactory(NAME, true));

  private static EventLoopGroup group(ThreadFactory threads) {
    return Epoll.isAvailable()
        ? new EpollEventLoopGroup(1, threads)
        : new NioEventLoopGroup(1, threads);
  }

  /** Lets one thread of this serve all connections of other members. */
  public NettyServerBuilder connections(NettyServerBuilder builder) {
    return builder
        .channelType(NettyUtils.getServerChannelClass(connections))
        .bossEventLoopGroup(connections)
        .workerEventLoopGroup(connections);
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

  /** Once Ratis is closed. Does not wait: what comes late is still taken, for a moment. */
  @Override
  public void close() {
    var _ =
        connections.shutdownGracefully(CLOSE_QUIET_SECONDS, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
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
