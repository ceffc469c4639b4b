package io.jukung.storage.etcd;

import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;

/** The root user of an etcd, beside the store under test. */
public final class EtcdRoot implements AutoCloseable {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final EtcdCredentials root;

  private EtcdRoot(ManagedChannel channel, EtcdCredentials root) {
    this.channel = channel;
    this.root = root;
  }

  /** Speaks to an etcd at an endpoint. */
  public static EtcdRoot of(URI endpoint, EtcdTls tls, EtcdCredentials root) throws IOException {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort());
    if (endpoint.getScheme().equals("https")) {
      builder.sslContext(TlsContext.of(tls));
    } else {
      builder.usePlaintext();
    }
    return new EtcdRoot(builder.build(), root);
  }

  /** Makes the root user and switches authentication on. */
  public void enableAuthentication() {
    AuthGrpc.AuthBlockingStub auth = AuthGrpc.newBlockingStub(channel).withWaitForReady();
    var _ =
        auth.userAdd(
            AuthUserAddRequest.newBuilder()
                .setName(root.user())
                .setPassword(root.password())
                .build());
    var _ = auth.roleAdd(AuthRoleAddRequest.newBuilder().setName(root.user()).build());
    var _ =
        auth.userGrantRole(
            AuthUserGrantRoleRequest.newBuilder()
                .setUser(root.user())
                .setRole(root.user())
                .build());
    var _ = auth.authEnable(AuthEnableRequest.getDefaultInstance());
  }

  /** A new token. */
  String logIn() {
    return AuthGrpc.newBlockingStub(channel)
        .authenticate(
            AuthenticateRequest.newBuilder()
                .setName(root.user())
                .setPassword(root.password())
                .build())
        .getToken();
  }

  /** Whether a token lets in. */
  boolean letsIn(String token) {
    try {
      var _ =
          KVGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(with(token)))
              .range(
                  RangeRequest.newBuilder()
                      .setKey(com.google.protobuf.ByteString.copyFromUtf8("a"))
                      .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAUTHENTICATED) {
        throw e;
      }
      return false;
    }
  }

  /** Changes something about users and roles, which makes tokens of before too old. */
  void addRole(String name) {
    var _ =
        AuthGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(with(logIn())))
            .roleAdd(AuthRoleAddRequest.newBuilder().setName(name).build());
  }

  private static Metadata with(String token) {
    Metadata headers = new Metadata();
    headers.put(TOKEN, token);
    return headers;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
