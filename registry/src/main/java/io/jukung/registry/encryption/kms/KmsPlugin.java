package io.jukung.registry.encryption.kms;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.jukung.registry.encryption.CipherException;
import io.jukung.registry.encryption.KmsObserver;
import io.jukung.storage.Bytes;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A KMS v2 plugin at a unix socket. Calls block; safe for all threads. */
public final class KmsPlugin implements AutoCloseable {
  private static final String SERVICE = "v2.KeyManagementService/";

  /** What the plugin says of itself. */
  record Status(String version, String healthz, String keyId) {}

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;
  private final Duration timeout;
  private final String name;
  private final KmsObserver observer;

  /**
   * A plugin; it need not be there yet.
   *
   * @param name of the provider
   * @param timeout of each call
   * @param observer is told of each call
   */
  public KmsPlugin(String name, Path socket, Duration timeout, KmsObserver observer) {
    this.name = name;
    this.observer = observer;
    this.timeout = timeout;
    this.channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .eventLoopGroup(loop)
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
  }

  /** How the plugin is, and which key it wraps by now. */
  Status status() throws CipherException {
    Wire.Reader answer = call("Status", Bytes.EMPTY, 0);
    return new Status(answer.text(1), answer.text(2), answer.text(3));
  }

  /**
   * Wraps a seed.
   *
   * @param uid names the call in the plugin's log
   */
  WrappedSeed wrap(byte[] seed, String uid) throws CipherException {
    Bytes request = new Wire.Writer().bytes(1, Bytes.wrap(seed)).text(2, uid).end();
    Wire.Reader answer = call("Encrypt", request, 3);
    return new WrappedSeed(
        WrappedSeed.HKDF_SHA256_XNONCE_AES_GCM_SEED,
        answer.bytes(1),
        answer.text(2),
        answer.map(3));
  }

  /** Unwraps a seed. */
  byte[] unwrap(WrappedSeed seed, String uid) throws CipherException {
    Map<String, Bytes> annotations = seed.annotations();
    Bytes request =
        new Wire.Writer()
            .bytes(1, seed.wrapped())
            .text(2, uid)
            .text(3, seed.keyId())
            .map(4, annotations)
            .end();
    return call("Decrypt", request, 0).bytes(1).array();
  }

  private Wire.Reader call(String method, Bytes request, int mapField) throws CipherException {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.newBuilder(new Raw(), new Raw())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(SERVICE + method)
            .build();
    CallOptions options =
        CallOptions.DEFAULT
            .withWaitForReady()
            .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    long begun = System.nanoTime();
    try {
      byte[] answer = ClientCalls.blockingUnaryCall(channel, descriptor, options, request.array());
      told(method, io.grpc.Status.Code.OK, begun);
      return new Wire.Reader(answer, mapField);
    } catch (StatusRuntimeException e) {
      io.grpc.Status status = e.getStatus();
      told(method, status.getCode(), begun);
      throw new CipherException(
          "rpc error: code = " + status.getCode() + " desc = " + status.getDescription());
    } catch (IOException e) {
      throw new CipherException("the plugin's answer is no protobuf");
    }
  }

  private void told(String method, io.grpc.Status.Code status, long begun) {
    observer.called(name, "/" + SERVICE + method, goName(status), System.nanoTime() - begun);
  }

  /** {@code DEADLINE_EXCEEDED} is {@code DeadlineExceeded} in Go; {@code OK} is itself. */
  private static String goName(io.grpc.Status.Code code) {
    if (code == io.grpc.Status.Code.OK) {
      return "OK";
    }
    StringBuilder name = new StringBuilder();
    for (String word : code.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    // Go spells this one with one l.
    return name.toString().replace("Cancelled", "Canceled");
  }

  /** Messages as they are on the wire. */
  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream in) {
      try {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
