package io.jukung.raftstore.etcdapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Raw calls to a server of etcd's API, their answers as text without what only names the server.
 */
final class EtcdCalls implements AutoCloseable {
  private final ManagedChannel channel;

  EtcdCalls(URI address) {
    channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
            .maxInboundMessageSize(64 << 20)
            .usePlaintext()
            .build();
  }

  ManagedChannel channel() {
    return channel;
  }

  /** The answer, or the code and text of the refusal. */
  <Q, A extends Message> String call(MethodDescriptor<Q, A> method, Q request) {
    return call(method, CallOptions.DEFAULT, request);
  }

  <Q, A extends Message> String call(
      MethodDescriptor<Q, A> method, CallOptions options, Q request) {
    try {
      return text(
          ClientCalls.blockingUnaryCall(
              channel,
              method,
              options.withWaitForReady().withDeadlineAfter(20, TimeUnit.SECONDS),
              request));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() + " " + e.getStatus().getDescription();
    }
  }

  static String text(Message message) {
    return TextFormat.printer()
        .printToString(message)
        .replaceAll("(?m)^ *(cluster_id|member_id|raft_term): -?[0-9]+\n", "");
  }

  static ByteString b(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /** A field that jetcd's messages don't know. */
  static UnknownFieldSet field(int number, long value) {
    return UnknownFieldSet.newBuilder()
        .addField(number, UnknownFieldSet.Field.newBuilder().addVarint(value).build())
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
