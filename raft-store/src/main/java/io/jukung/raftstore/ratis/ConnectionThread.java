package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
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
 * The one thread of a member's connections: to the other members, theirs to it, and the first of
 * its clients'. To hand a message to another thread costs more than sending it. What runs here must
 * not wait for anything. It is made when it is first asked for something, as a member alone needs
 * none of Netty. Safe for use by any number of threads.
 */
public final class ConnectionThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionThread.class);
  private static final long CLOSE_QUIET_SECONDS = 1;
  private static final long CLOSE_LIMIT_SECONDS = 5;

  private @Nullable EventLoopGroup made;

  private synchronized EventLoopGroup group() {
    EventLoopGroup group = made;
    if (group == null) {
      group = group("raft-store-peers", 1);
      made = group;
    }
    return group;
  }

  private static EventLoopGroup group(String name, int count) {
    DefaultThreadFactory threads = new DefaultThreadFactory(name, true);
    return Epoll.isAvailable()
        ? new EpollEventLoopGroup(count, threads)
        : new NioEventLoopGroup(count, threads);
  }

  /** Lets it take what other members send to a server. */
  public NettyServerBuilder serve(NettyServerBuilder builder) {
    EventLoopGroup group = group();
    return builder
        .channelType(NettyUtils.getServerChannelClass(group))
        .bossEventLoopGroup(group)
        .workerEventLoopGroup(group);
  }

  /** Where clients' connections are served; the caller's to close. */
  public ClientConnections clients() {
    int more = Runtime.getRuntime().availableProcessors();
    return new ClientConnections(group(), group("raft-store-clients", more), more);
  }

  /**
   * The transport of a builder, which calls other members from here. Ratis 3.3.0 has a setting for
   * a thread of their own, and closes that, waiting for it to be quiet, too. Without effect, and
   * said so, when Ratis has changed.
   */
  public GrpcServicesImpl calling(GrpcServicesImpl.Builder builder) {
    GrpcServicesImpl transport = builder.build();
    try {
      callers().set(builder, group()); // Which the transport asks when it first makes a call.
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("calls to other members take a detour", e);
    }
    return transport;
  }

  /** What is private in Ratis. */
  static Field callers() throws NoSuchFieldException {
    Field field = GrpcServicesImpl.Builder.class.getDeclaredField("clientWorkers");
    field.setAccessible(true);
    return field;
  }

  /**
   * Runs a task on the thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException when this is closed
   */
  @Override
  public void execute(Runnable task) {
    group().execute(task);
  }

  /** Once Ratis is closed. Does not wait: what comes late is still taken, for a moment. */
  @Override
  public synchronized void close() {
    if (made != null) {
      var _ = made.shutdownGracefully(CLOSE_QUIET_SECONDS, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }
}
