package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.KVGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.NettyServerBuilder;
import io.jukung.raftstore.RaftStore;
import io.jukung.storage.Store;
import io.jukung.storage.etcd.TlsContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The etcd API of a store, being served. */
public final class EtcdApi implements AutoCloseable {
  private static final int MOST_CALLS_PER_CONNECTION = 10_000;
  private static final int MOST_EXTRA_BYTES = 512 << 10;

  private final ApiStore api;
  private final Server server;
  private final ExecutorService calls;
  private final String url;

  private EtcdApi(ApiStore api, Server server, ExecutorService calls, String url) {
    this.api = api;
    this.server = server;
    this.calls = calls;
    this.url = url;
  }

  /**
   * Starts to serve; the store stays the caller's.
   *
   * @throws IOException when the address is taken or a TLS file can't be used
   */
  public static EtcdApi start(RaftStore store, EtcdApiConfig config) throws IOException {
    ApiStore api = ApiStore.of(store);
    ExecutorService calls =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("etcd-api-", 0).factory());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
            .executor(Runnable::run)
            .callExecutor(new CallThreads(calls))
            .maxInboundMessageSize(Store.MAX_TXN_BYTES + MOST_EXTRA_BYTES)
            .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    if (config.tls().isPresent()) {
      builder.sslContext(TlsContext.server(config.tls().get()));
    }
    String scheme = config.tls().isPresent() ? "https://" : "http://";
    Server server =
        builder
            .addService(new KvService(api, calls))
            .addService(new WatchService(api))
            .addService(new LeaseService(api).definition())
            .addService(new MaintenanceService(api, calls).definition())
            .addService(new ClusterService(api))
            .addService(new AuthService(api).definition())
            .build()
            .start();
    EtcdApi served =
        new EtcdApi(api, server, calls, scheme + config.host() + ":" + server.getPort());
    api.extras().serves(served.url);
    return served;
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
    calls.shutdownNow();
  }
}
