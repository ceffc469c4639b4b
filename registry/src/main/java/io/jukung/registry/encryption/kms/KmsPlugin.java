package io.jukung.registry.encryption.kms;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.jukung.registry.encryption.CipherException;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A KMS v2 plugin at a unix socket. Calls block; safe for all threads. */
final class KmsPlugin implements AutoCloseable {
  private static final String SERVICE = "v2.KeyManagementService/";

  /** What the plugin says of itself. */
  record Status(String version, String healthz, String keyId) {}

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;
  private final Duration timeout;

  /** A plugin; it need not be there yet. */
  KmsPlugin(Path socket, Duration timeout) {
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
    try {
      return new Wire.Reader(
          ClientCalls.blockingUnaryCall(channel, descriptor, options, request.array()), mapField);
    } catch (StatusRuntimeException e) {
      io.grpc.Status status = e.getStatus();
      throw new CipherException(
          "rpc error: code = " + status.getCode() + " desc = " + status.getDescription());
    } catch (IOException e) {
      throw new CipherException("the plugin's answer is no protobuf");
    }
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
