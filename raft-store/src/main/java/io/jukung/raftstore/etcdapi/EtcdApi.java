package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.KVGrpc;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.ratis.ClientConnections;
import io.jukung.storage.Store;
import io.jukung.storage.etcd.EtcdTls;
import io.jukung.storage.etcd.TlsContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallExecutorSupplier;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;

/** The etcd API of a store, being served. */
public final class EtcdApi implements AutoCloseable {
  private static final int MOST_CALLS_PER_CONNECTION = 10_000;
  private static final int MOST_EXTRA_BYTES = 512 << 10;

  private final ApiStore api;
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("etcd-api-", 0).factory());
  private final ClientConnections connections;
  private final Server server;
  private final String url;

  private EtcdApi(RaftStore store, EtcdApiConfig config) throws IOException {
    this.api = ApiStore.of(store);
    this.connections = api.extras().clients();
    boolean started = false;
    try {
      this.server = server(config).start();
      started = true;
    } finally {
      if (!started) {
        connections.close();
        calls.shutdownNow();
      }
    }
    String scheme = config.tls().isPresent() ? "https://" : "http://";
    this.url = scheme + config.host() + ":" + server.getPort();
  }

  /**
   * Starts to serve; the store stays the caller's.
   *
   * @throws IOException when the address is taken or a TLS file can't be used
   */
  public static EtcdApi start(RaftStore store, EtcdApiConfig config) throws IOException {
    EtcdApi served = new EtcdApi(store, config);
    served.api.extras().serves(served.url);
    return served;
  }

  private Server server(EtcdApiConfig config) throws IOException {
    NettyServerBuilder builder =
        connections
            .serve(
                NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port())))
            .executor(Runnable::run)
            .callExecutor(new CallThreads(calls))
            .maxInboundMessageSize(Store.MAX_TXN_BYTES + MOST_EXTRA_BYTES)
            .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    if (config.tls().isPresent()) {
      builder.sslContext(tls(config.tls().get()));
    }
    Stream.of(
            new KvService(api, calls).bindService(),
            new WatchService(api).bindService(),
            new LeaseService(api).definition(),
            new MaintenanceService(api, calls).definition(),
            new ClusterService(api).bindService(),
            new AuthService(api).definition())
        .map(RatisGrpc::of)
        .forEach(builder::addService);
    return builder.build();
  }

  /** Asks every client for a certificate signed by the authorities. */
  private static SslContext tls(EtcdTls tls) throws IOException {
    if (tls.authorities().isEmpty() || tls.certificate().isEmpty() || tls.key().isEmpty()) {
      throw new IllegalArgumentException("a server needs authorities, certificate and key");
    }
    return GrpcSslContexts.configure(
            SslContextBuilder.forServer(
                TlsContext.key(tls.key().get()), TlsContext.certificates(tls.certificate().get())))
        .trustManager(TlsContext.certificates(tls.authorities().get()))
        .clientAuth(ClientAuth.REQUIRE)
        .build();
  }

  /** KV stays on the connection's thread, which looks what needs another; all else gets its own. */
  private record CallThreads(Executor calls) implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
      boolean kv = KVGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName());
      return kv ? Runnable::run : calls;
    }
  }

  /** Where clients reach it. */
  public String url() {
    return url;
  }

  /** Ends watches and calls, and stops. Idempotent. */
  @Override
  public void close() {
    api.extras().serves("");
    server.shutdownNow();
    try {
      var _ = server.awaitTermination(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close();
    calls.shutdownNow();
  }
}
