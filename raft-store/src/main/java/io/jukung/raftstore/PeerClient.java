package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.Channel;
import org.apache.ratis.thirdparty.io.grpc.ClientInterceptors;
import org.apache.ratis.thirdparty.io.grpc.ClientStreamTracer;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NegotiationType;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.MetadataUtils;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls other members. Safe for use by any number of threads. */
final class PeerClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerClient.class);
  private static final long PROPOSE_LIMIT_SECONDS = 30;
  private static final long CHANGE_LIMIT_SECONDS = 120;
  private static final long MEET_LIMIT_SECONDS = 2;
  private static final long WELCOME_LIMIT_SECONDS = 20;
  private static final long SETTLE_LIMIT_MS = 1_000;
  private static final long CHECKPOINT_LIMIT_SECONDS = 600;
  private static final long RECONNECT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String self;
  private final Optional<SslContext> tls;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final AtomicLong lastTryNs = new AtomicLong(System.nanoTime() - RECONNECT_EVERY_NS);

  PeerClient(String self, Optional<Supplier<PeerTls>> tls) throws IOException {
    this.self = self;
    this.tls = tls.isEmpty() ? Optional.empty() : Optional.of(context(tls.get()));
  }

  /** For a member among others; a member alone needs none. */
  static Optional<PeerClient> of(Optional<Peering> peering) throws IOException {
    return peering.isEmpty()
        ? Optional.empty()
        : Optional.of(new PeerClient(peering.get().name(), peering.get().tls()));
  }

  /**
   * Sends a proposal to a member without waiting.
   *
   * @param refused run when it is known not to have got into the log
   * @param broken run when the call broke off and nobody knows
   */
  void propose(String address, Consensus.Proposal proposal, Runnable refused, Runnable broken) {
    AtomicBoolean sent = new AtomicBoolean();
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(PROPOSE_LIMIT_SECONDS, TimeUnit.SECONDS)
            .withStreamTracerFactory(new Sent(sent));
    StreamObserver<byte[]> answer =
        new StreamObserver<>() {
          @Override
          public void onNext(byte[] message) {
            if (message.length == 1 && message[0] == PeerCalls.REFUSED) {
              refused.run();
            }
          }

          @Override
          public void onError(Throwable error) {
            LOG.debug("proposal {} to {} failed: {}", proposal.id(), address, error.toString());
            if (sent.get()) {
              broken.run();
            } else {
              // It leads, so it is there, whatever gRPC waits for since it was not.
              tryAgainAtOnce(address);
              refused.run();
            }
          }

          @Override
          public void onCompleted() {}
        };
    ClientCalls.asyncUnaryCall(
        channel(address).newCall(PeerCalls.PROPOSE, options), PeerCalls.encode(proposal), answer);
  }

  /** At most now and then, as a refused proposal is sent again within milliseconds. */
  private void tryAgainAtOnce(String address) {
    long nowNs = System.nanoTime();
    long last = lastTryNs.get();
    if (nowNs - last > RECONNECT_EVERY_NS && lastTryNs.compareAndSet(last, nowNs)) {
      Objects.requireNonNull(channels.get(address)).resetConnectBackoff();
    }
  }

  /** Asks the leader for what became of a proposal: true when it is not in the log for good. */
  boolean settle(String address, Consensus.Proposal proposal) throws IOException {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(SETTLE_LIMIT_MS, TimeUnit.MILLISECONDS);
    Consensus.Proposal bare =
        new Consensus.Proposal(proposal.client(), proposal.id(), proposal.term(), Bytes.EMPTY);
    try {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel(address), PeerCalls.SETTLE, options, PeerCalls.encode(bare));
      return answer.length == 1 && answer[0] == PeerCalls.REFUSED;
    } catch (StatusRuntimeException e) {
      throw new IOException("proposal not settled with " + address + ": " + e.getMessage(), e);
    }
  }

  /** Asks a member for a change of members; returns when it is made. */
  void change(String address, byte[] change) throws IOException {
    String _ = PeerCalls.read(call(address, PeerCalls.CHANGE, change, CHANGE_LIMIT_SECONDS));
  }

  /**
   * Introduces a member to another one; returns what {@link PeerCalls#introduced} reads.
   *
   * @throws RefusedException when the other one does not want to know it
   */
  String meet(String address, byte[] introduction) throws IOException {
    return PeerCalls.read(call(address, PeerCalls.MEET, introduction, MEET_LIMIT_SECONDS));
  }

  /** Returns when a member has answered, whatever it says. */
  void touch(String address, byte[] introduction) throws IOException {
    byte[] _ = call(address, PeerCalls.MEET, introduction, MEET_LIMIT_SECONDS);
  }

  /**
   * A member's hash of its state at an index of the log.
   *
   * @throws IOException when it has none, or does not answer
   */
  String hash(String address, long index) throws IOException {
    byte[] asked = new ByteWriter(Long.BYTES + 1).number(index).toArray();
    return PeerCalls.read(call(address, PeerCalls.HASH, asked, MEET_LIMIT_SECONDS));
  }

  /** Where a member serves clients by etcd's API; empty if it does not. */
  String clientUrl(String address) throws IOException {
    return PeerCalls.read(call(address, PeerCalls.CLIENT_URL, new byte[0], MEET_LIMIT_SECONDS));
  }

  /** Asks a member for what a process that joins needs. */
  byte[] welcome(String address) throws IOException {
    return call(address, PeerCalls.WELCOME, new byte[0], WELCOME_LIMIT_SECONDS);
  }

  private byte[] call(
      String address, MethodDescriptor<byte[], byte[]> method, byte[] message, long limitSeconds)
      throws IOException {
    try {
      Channel channel = channel(address);
      // Whoever asks again has waited for long enough.
      Objects.requireNonNull(channels.get(address)).resetConnectBackoff();
      return ClientCalls.blockingUnaryCall(
          channel,
          method,
          CallOptions.DEFAULT.withDeadlineAfter(limitSeconds, TimeUnit.SECONDS),
          message);
    } catch (StatusRuntimeException e) {
      throw new IOException(address + " does not answer: " + why(e), e);
    }
  }

  private static String why(StatusRuntimeException e) {
    Throwable cause = e;
    boolean tls = false;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      tls |= cause instanceof SSLException;
    }
    return tls
        ? "no trust between its certificate and ours: members need the same pki/peer/ca.crt ("
            + cause.getMessage()
            + ")"
        : String.valueOf(cause.getMessage());
  }

  /** Fetches the state of a member into a folder that does not exist yet. */
  void fetchCheckpoint(String address, Path folder) throws IOException {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(CHECKPOINT_LIMIT_SECONDS, TimeUnit.SECONDS);
    try {
      Iterator<byte[]> parts =
          ClientCalls.blockingServerStreamingCall(
              channel(address), PeerCalls.CHECKPOINT, options, new byte[0]);
      CheckpointFiles.receive(parts, folder);
    } catch (StatusRuntimeException e) {
      throw new IOException("checkpoint of " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }

  private Channel channel(String address) {
    Metadata from = new Metadata();
    from.put(PeerCalls.FROM, self);
    return ClientInterceptors.intercept(
        channels.computeIfAbsent(address, this::connect),
        MetadataUtils.newAttachHeadersInterceptor(from));
  }

  private ManagedChannel connect(String address) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(address)
            .proxyDetector(uri -> null)
            .disableRetry()
            // What is done with an answer waits for nothing.
            .directExecutor()
            .maxInboundMessageSize(2 * RaftSettings.MAX_ENTRY_BYTES);
    if (tls.isPresent()) {
      builder.sslContext(tls.get());
    } else {
      builder.negotiationType(NegotiationType.PLAINTEXT);
    }
    return builder.build();
  }

  private static SslContext context(Supplier<PeerTls> tls) throws IOException {
    return GrpcSslContexts.forClient()
        .trustManager(new PeerTrust(tls))
        .keyManager(new PeerKeys(tls))
        .build();
  }

  /** Notes that a call has left this process, or may have. */
  private static final class Sent extends ClientStreamTracer.Factory {
    private final AtomicBoolean sent;

    Sent(AtomicBoolean sent) {
      this.sent = sent;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(
            org.apache.ratis.thirdparty.io.grpc.Attributes transport, Metadata sentHeaders) {
          sent.set(true);
        }
      };
    }
  }
}
