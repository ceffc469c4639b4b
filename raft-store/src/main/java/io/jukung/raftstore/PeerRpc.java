package io.jukung.raftstore;

import io.jukung.raftstore.ratis.AppendThreads;
import io.jukung.raftstore.ratis.Appenders;
import io.jukung.raftstore.ratis.ConnectionThread;
import io.jukung.raftstore.ratis.PeerLogAppender;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.ServerFactory;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallExecutorSupplier;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The transport between members: Ratis' gRPC with an appender that works around some of its bugs.
 * Ratis finds this by its class name, so it has to be public with a public constructor.
 */
public final class PeerRpc implements RpcType {
  /** The name of the parameter that holds the member's appenders. */
  private static final String APPENDERS = "jukung.appenders";

  /** The name of the parameter that holds the thread of the member's connections. */
  private static final String CONNECTIONS = "jukung.connections";

  /** The one there is any use for; Ratis makes its own. */
  public PeerRpc() {}

  /**
   * What Ratis is handed beside its properties; a member alone needs nothing.
   *
   * @param connections the thread of the member's connections
   * @param threads on which a follower takes entries
   * @param calls our own calls, on the same port
   * @param interceptors what calls of other members go through
   */
  static Parameters parameters(
      Optional<Peering> peering,
      Appenders appenders,
      ConnectionThread connections,
      AppendThreads threads,
      ServerServiceDefinition calls,
      List<ServerInterceptor> interceptors) {
    Parameters parameters = new Parameters();
    if (peering.isEmpty()) {
      return parameters;
    }
    peering
        .flatMap(Peering::tls)
        .ifPresent(
            tls ->
                GrpcConfigKeys.TLS.setConf(
                    parameters, new GrpcTlsConfig(new PeerKeys(tls), new PeerTrust(tls), true)));
    parameters.put(APPENDERS, appenders, Appenders.class);
    parameters.put(CONNECTIONS, connections, ConnectionThread.class);
    GrpcConfigKeys.Server.setServicesCustomizer(
        parameters,
        (builder, types) -> {
          connections.serve(builder).addService(calls).callExecutor(new CallThreads(threads));
          interceptors.forEach(builder::intercept);
          return builder;
        });
    return parameters;
  }

  /** Entries stay on the connection's thread; all else, which may wait, gets gRPC's own. */
  private record CallThreads(AppendThreads threads) implements ServerCallExecutorSupplier {
    private static final String APPEND =
        RaftServerProtocolServiceGrpc.getAppendEntriesMethod().getFullMethodName();

    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
      String method = call.getMethodDescriptor().getFullMethodName();
      return method.equals(APPEND) ? threads : null;
    }
  }

  @Override
  public String name() {
    return PeerRpc.class.getName();
  }

  @Override
  public ServerFactory newFactory(Parameters parameters) {
    return new Factory(parameters);
  }

  private static final class Factory extends GrpcFactory {
    private final Parameters parameters;

    Factory(Parameters parameters) {
      super(parameters);
      this.parameters = parameters;
    }

    /**
     * As Ratis makes its own, without ports for clients, which is what it has more settings for.
     */
    @Override
    public GrpcServices newRaftServerRpc(RaftServer server) {
      GrpcTlsConfig tls = GrpcConfigKeys.TLS.conf(parameters);
      return parameters
          .getNonNull(CONNECTIONS, ConnectionThread.class)
          .calling(
              GrpcServicesImpl.newBuilder()
                  .setServer(server)
                  .setCustomizer(GrpcConfigKeys.Server.servicesCustomizer(parameters))
                  .setServerSslContextForServer(GrpcUtil.buildSslContextForServer(tls))
                  .setServerSslContextForClient(GrpcUtil.buildSslContextForClient(tls)));
    }

    @Override
    public LogAppender newLogAppender(
        RaftServer.Division server, LeaderState state, FollowerInfo follower) {
      Appenders appenders = parameters.getNonNull(APPENDERS, Appenders.class);
      PeerLogAppender appender = new PeerLogAppender(server, state, follower, appenders);
      appenders.add(appender);
      return appender;
    }
  }
}
