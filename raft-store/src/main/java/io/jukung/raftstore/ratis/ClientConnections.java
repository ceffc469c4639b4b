package io.jukung.raftstore.ratis;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.Channel;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelFuture;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoop;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.MultithreadEventLoopGroup;
import org.apache.ratis.util.NettyUtils;

/**
 * Where clients' connections are served. The first few share the thread of the connections to other
 * members: a write is sent on, and answered when they have answered, without waking another thread.
 * Many would keep that thread from other members for too long, so the rest has threads of its own.
 * Safe for use by any number of threads.
 */
public final class ClientConnections implements AutoCloseable {
  /** At most some milliseconds' work, should all have a call at once. */
  static final int MOST_SHARED = 16;

  private final EventLoopGroup members;
  private final AtomicInteger shared = new AtomicInteger();
  private final EventLoopGroup all;

  /**
   * With the thread of the connections to other members.
   *
   * @param rest other threads, of the same kind
   * @param count how many
   */
  ClientConnections(EventLoopGroup members, EventLoopGroup rest, int count) {
    this.members = members;
    this.all = new All(rest, count);
  }

  /** Lets it take what comes to a server. */
  public NettyServerBuilder serve(NettyServerBuilder builder) {
    return builder
        .channelType(NettyUtils.getServerChannelClass(members))
        .bossEventLoopGroup(members)
        .workerEventLoopGroup(all);
  }

  /** Takes on a connection. */
  ChannelFuture register(Channel connection) {
    return all.register(connection);
  }

  private boolean share(Channel connection) {
    if (shared.incrementAndGet() > MOST_SHARED) {
      shared.decrementAndGet();
      return false;
    }
    var _ = connection.closeFuture().addListener(_ -> shared.decrementAndGet());
    return true;
  }

  /** Once the server is closed. Does not wait. */
  @Override
  public void close() {
    var _ = all.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** The other threads, as who takes each connection to its thread. */
  private final class All extends MultithreadEventLoopGroup {
    All(EventLoopGroup rest, int count) {
      super(count, (Executor) null, rest);
    }

    @Override
    protected EventLoop newChild(Executor executor, Object... rest) {
      return ((EventLoopGroup) rest[0]).next();
    }

    @Override
    public ChannelFuture register(Channel connection) {
      return share(connection) ? members.register(connection) : super.register(connection);
    }
  }
}
