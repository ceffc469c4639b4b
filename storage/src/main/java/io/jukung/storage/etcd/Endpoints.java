package io.jukung.storage.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The members of an etcd, one channel each, of which one is in use until it fails. Channels connect
 * when first used, and pings find connections that died silently.
 */
final class Endpoints implements AutoCloseable {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> HAS_LEADER =
      Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);
  // As kube-apiserver's etcd client: pings every 30 s, ten seconds for an answer.
  private static final long PING_SECONDS = 30;
  private static final long PING_TIMEOUT_SECONDS = 10;

  /** One member. */
  record Endpoint(int place, URI address, Channel channel) {}

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final AtomicInteger current = new AtomicInteger();
  private volatile @Nullable String token;

  private Endpoints() {}

  /**
   * Makes the channels; connects to none yet.
   *
   * @throws IOException when a file for TLS can't be used
   */
  static Endpoints of(EtcdStoreConfig config) throws IOException {
    Endpoints all = new Endpoints();
    boolean secure = config.endpoints().stream().anyMatch(Endpoints::secure);
    Optional<SslContext> tls = secure ? Optional.of(TlsContext.of(config.tls())) : Optional.empty();
    for (URI address : config.endpoints()) {
      int port = address.getPort() < 0 ? 2379 : address.getPort();
      NettyChannelBuilder builder =
          NettyChannelBuilder.forAddress(address.getHost(), port)
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .disableRetry()
              .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
              .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .keepAliveWithoutCalls(false);
      if (secure(address)) {
        builder.sslContext(tls.orElseThrow());
      } else {
        builder.usePlaintext();
      }
      ManagedChannel channel = builder.build();
      all.channels.add(channel);
      all.endpoints.add(
          new Endpoint(
              all.endpoints.size(),
              address,
              ClientInterceptors.intercept(channel, all.new Headers())));
    }
    return all;
  }

  private static boolean secure(URI address) {
    return "https".equals(address.getScheme());
  }

  int size() {
    return endpoints.size();
  }

  Endpoint current() {
    return endpoints.get(current.get());
  }

  /** Goes on to the next member, unless somebody did since {@code failed} was current. */
  void failed(Endpoint failed) {
    int next = (failed.place() + 1) % endpoints.size();
    current.compareAndSet(failed.place(), next);
    channels.get(next).resetConnectBackoff();
  }

  /** The token every call carries from now on. */
  void token(String issued) {
    token = issued;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      for (ManagedChannel channel : channels) {
        var _ = channel.awaitTermination(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For messages. */
  @Override
  public String toString() {
    return String.join(",", endpoints.stream().map(e -> e.address().toString()).toList());
  }

  /** Says who calls, and that a member cut off from its leader should say so instead of waiting. */
  private final class Headers implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new ForwardingClientCall.SimpleForwardingClientCall<Q, A>(
          next.newCall(method, options)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          headers.put(HAS_LEADER, "true");
          String issued = token;
          // Etcd 3.4 refuses a login that carries a token which has run out.
          if (issued != null && !AuthGrpc.getAuthenticateMethod().equals(method)) {
            headers.put(TOKEN, issued);
          }
          super.start(listener, headers);
        }
      };
    }
  }
}
