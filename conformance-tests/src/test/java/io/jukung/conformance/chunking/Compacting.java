package io.jukung.conformance.chunking;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.jukung.conformance.cluster.FreePort;
import io.jukung.conformance.cluster.TestCluster;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;

/** A server whose store can be asked to compact, by etcd's API. Used by one thread. */
final class Compacting implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final TestCluster cluster;
  private final ManagedChannel channel;

  Compacting() throws IOException, InterruptedException {
    int port = FreePort.find();
    cluster = TestCluster.startOwn("--serve-etcd", HOST + ":" + port);
    Path pki = cluster.kubeconfig().resolveSibling("pki").resolve("etcd");
    channel =
        NettyChannelBuilder.forAddress(HOST, port)
            .sslContext(
                GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                    .trustManager(pki.resolve("ca.crt").toFile())
                    .keyManager(
                        pki.resolve("client.crt").toFile(), pki.resolve("client.key").toFile())
                    .build())
            .build();
  }

  TestCluster cluster() {
    return cluster;
  }

  /** Nothing before the revision can be read afterwards. */
  void compact(long revision) {
    var _ =
        KVGrpc.newBlockingStub(channel)
            .compact(CompactionRequest.newBuilder().setRevision(revision).build());
  }

  @Override
  public void close() throws IOException {
    channel.shutdownNow();
    cluster.close();
  }
}
