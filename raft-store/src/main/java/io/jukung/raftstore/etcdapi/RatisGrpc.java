package io.jukung.raftstore.etcdapi;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Services written for gRPC, served by the copy of it that Ratis brings. Members talk through that
 * one, so what is compiled, and in the processor's caches, is there once and not twice; it also has
 * BoringSSL and epoll. Only the transport is Ratis': messages, status and how a service is written
 * are gRPC's own.
 */
final class RatisGrpc {
  private RatisGrpc() {}

  /** A service for a server of Ratis' gRPC. */
  static org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition of(
      ServerServiceDefinition service) {
    var served =
        org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition.builder(
            service.getServiceDescriptor().getName());
    service.getMethods().forEach(method -> add(served, method));
    return served.build();
  }

  private static <Q, A> void add(
      org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition.Builder service,
      ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> own = method.getMethodDescriptor();
    service.addMethod(
        org.apache.ratis.thirdparty.io.grpc.MethodDescriptor.<Q, A>newBuilder()
            .setType(
                org.apache.ratis.thirdparty.io.grpc.MethodDescriptor.MethodType.valueOf(
                    own.getType().name()))
            .setFullMethodName(own.getFullMethodName())
            .setRequestMarshaller(new Messages<>(own.getRequestMarshaller()))
            .setResponseMarshaller(new Messages<>(own.getResponseMarshaller()))
            .build(),
        (call, headers) ->
            new Listener<>(
                method.getServerCallHandler().startCall(new Call<>(call, own), new Metadata())));
  }

  /** Reads and writes messages as gRPC's own marshaller does. */
  private record Messages<M>(MethodDescriptor.Marshaller<M> own)
      implements org.apache.ratis.thirdparty.io.grpc.MethodDescriptor.Marshaller<M> {
    @Override
    public InputStream stream(M message) {
      InputStream bytes = own.stream(message);
      return bytes instanceof KnownLength ? new Written(bytes) : bytes;
    }

    @Override
    public M parse(InputStream bytes) {
      // What comes compressed has no length.
      boolean known = bytes instanceof org.apache.ratis.thirdparty.io.grpc.KnownLength;
      return own.parse(known ? new Read(bytes) : bytes);
    }
  }

  /** A message that came: its length is known. */
  private static final class Read extends FilterInputStream implements KnownLength {
    Read(InputStream bytes) {
      super(bytes);
    }
  }

  /** A message to be sent: its length is known, and it goes to the connection's buffer at once. */
  private static final class Written extends FilterInputStream
      implements org.apache.ratis.thirdparty.io.grpc.KnownLength,
          org.apache.ratis.thirdparty.io.grpc.Drainable {
    Written(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      return in instanceof Drainable own ? own.drainTo(target) : (int) in.transferTo(target);
    }
  }

  /** What a client does. */
  private static final class Listener<Q>
      extends org.apache.ratis.thirdparty.io.grpc.ServerCall.Listener<Q> {
    private final ServerCall.Listener<Q> own;

    Listener(ServerCall.Listener<Q> own) {
      this.own = own;
    }

    @Override
    public void onMessage(Q message) {
      own.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      own.onHalfClose();
    }

    @Override
    public void onCancel() {
      own.onCancel();
    }

    @Override
    public void onComplete() {
      own.onComplete();
    }

    @Override
    public void onReady() {
      own.onReady();
    }
  }

  /** What a service does. */
  private static final class Call<Q, A> extends ServerCall<Q, A> {
    private final org.apache.ratis.thirdparty.io.grpc.ServerCall<Q, A> call;
    private final MethodDescriptor<Q, A> method;

    Call(org.apache.ratis.thirdparty.io.grpc.ServerCall<Q, A> call, MethodDescriptor<Q, A> method) {
      this.call = call;
      this.method = method;
    }

    @Override
    public void request(int count) {
      call.request(count);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      call.sendHeaders(new org.apache.ratis.thirdparty.io.grpc.Metadata());
    }

    @Override
    public void sendMessage(A message) {
      call.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      call.close(
          org.apache.ratis.thirdparty.io.grpc.Status.fromCodeValue(status.getCode().value())
              .withDescription(status.getDescription())
              .withCause(status.getCause()),
          new org.apache.ratis.thirdparty.io.grpc.Metadata());
    }

    @Override
    public boolean isReady() {
      return call.isReady();
    }

    @Override
    public boolean isCancelled() {
      return call.isCancelled();
    }

    @Override
    public void setMessageCompression(boolean enabled) {
      call.setMessageCompression(enabled);
    }

    @Override
    public void setCompression(String compressor) {
      call.setCompression(compressor);
    }

    @Override
    public void setOnReadyThreshold(int bytes) {
      call.setOnReadyThreshold(bytes);
    }

    @Override
    public @Nullable String getAuthority() {
      return call.getAuthority();
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return method;
    }
  }
}
