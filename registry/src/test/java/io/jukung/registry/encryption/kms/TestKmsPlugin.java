package io.jukung.registry.encryption.kms;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.jukung.storage.Bytes;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A KMS v2 plugin: wraps by turning every bit over and telling the key's name before it. Speaks the
 * protocol from its own reading of the messages' field numbers.
 */
public final class TestKmsPlugin implements AutoCloseable {
  private static final String ANNOTATION = "version.kms.example";

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Server server;
  private final AtomicInteger unwrapped = new AtomicInteger();
  private volatile String keyId;
  private volatile String healthz = "ok";

  /** A plugin at a socket. */
  public TestKmsPlugin(Path socket, String keyId) throws IOException {
    this.keyId = keyId;
    this.server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .addService(
                ServerServiceDefinition.builder("v2.KeyManagementService")
                    .addMethod(method("Status"), unary(this::status))
                    .addMethod(method("Encrypt"), unary(this::wrap))
                    .addMethod(method("Decrypt"), unary(this::unwrap))
                    .build())
            .build()
            .start();
  }

  /** Wraps by another key from now on; unwraps what any wrapped. */
  public void rotate(String keyId) {
    this.keyId = keyId;
  }

  /** What it says of its health. */
  public void healthz(String text) {
    this.healthz = text;
  }

  /** How often it was asked to unwrap. */
  public int unwrapped() {
    return unwrapped.get();
  }

  private byte[] status(byte[] request) {
    return new Wire.Writer().text(1, "v2").text(2, healthz).text(3, keyId).end().array();
  }

  private byte[] wrap(byte[] request) {
    byte[] plain = read(request, 0).bytes(1).array();
    return new Wire.Writer()
        .bytes(1, Bytes.wrap(turned(plain)))
        .text(2, keyId)
        .map(3, Map.of(ANNOTATION, Bytes.utf8("1")))
        .end()
        .array();
  }

  private byte[] unwrap(byte[] request) {
    unwrapped.incrementAndGet();
    Wire.Reader fields = read(request, 4);
    if (!fields.map(4).equals(Map.of(ANNOTATION, Bytes.utf8("1"))) || fields.text(3).isEmpty()) {
      throw Status.INVALID_ARGUMENT.withDescription("not what was wrapped").asRuntimeException();
    }
    return new Wire.Writer().bytes(1, Bytes.wrap(turned(fields.bytes(1).array()))).end().array();
  }

  private static byte[] turned(byte[] bytes) {
    byte[] turned = bytes.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = (byte) ~turned[i];
    }
    return turned;
  }

  private static Wire.Reader read(byte[] request, int mapField) {
    try {
      return new Wire.Reader(request, mapField);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static io.grpc.ServerCallHandler<byte[], byte[]> unary(UnaryOperator<byte[]> answer) {
    return ServerCalls.asyncUnaryCall(
        (request, observer) -> {
          try {
            observer.onNext(answer.apply(request));
            observer.onCompleted();
          } catch (RuntimeException e) {
            observer.onError(e);
          }
        });
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(new Raw(), new Raw())
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("v2.KeyManagementService/" + name)
        .build();
  }

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
    stop();
  }

  /** Goes away. */
  public void stop() {
    server.shutdownNow();
    var _ = loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }
}
