package io.jukung.raftstore.etcdapi;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthDisableRequest;
import io.etcd.jetcd.api.AuthDisableResponse;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthEnableResponse;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGetResponse;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthRoleListResponse;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGetResponse;
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.AuthUserListResponse;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * {@code etcdserverpb.Auth}: switched off, without users or roles; client certificates say who may
 * come in.
 */
final class AuthService extends AuthGrpc.AuthImplBase {
  private static final int AUTH_REVISION_FIELD = 3;

  private final ApiStore api;

  AuthService(ApiStore api) {
    this.api = api;
  }

  /** The service with {@code AuthStatus}, which jetcd does not know. */
  ServerServiceDefinition definition() {
    MethodDescriptor<AuthDisableRequest, AuthDisableResponse> status =
        MethodDescriptor.<AuthDisableRequest, AuthDisableResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(AuthGrpc.SERVICE_NAME, "AuthStatus"))
            .setRequestMarshaller(ProtoUtils.marshaller(AuthDisableRequest.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(AuthDisableResponse.getDefaultInstance()))
            .build();
    ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(AuthGrpc.SERVICE_NAME);
    bindService().getMethods().forEach(all::addMethod);
    return all.addMethod(
            status,
            ServerCalls.asyncUnaryCall((request, call) -> ApiErrors.answer(call, this::off)))
        .build();
  }

  /** Not enabled, at the first revision of users and roles. */
  private AuthDisableResponse off() {
    return AuthDisableResponse.newBuilder()
        .setHeader(api.header())
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    AUTH_REVISION_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build())
        .build();
  }

  @Override
  public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, "etcdserver: authentication is not enabled");
  }

  @Override
  public void authEnable(AuthEnableRequest request, StreamObserver<AuthEnableResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, "etcdserver: root user does not exist");
  }

  @Override
  public void authDisable(AuthDisableRequest request, StreamObserver<AuthDisableResponse> call) {
    ApiErrors.answer(call, () -> AuthDisableResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void userList(AuthUserListRequest request, StreamObserver<AuthUserListResponse> call) {
    ApiErrors.answer(call, () -> AuthUserListResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void userGet(AuthUserGetRequest request, StreamObserver<AuthUserGetResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, "etcdserver: user name not found");
  }

  @Override
  public void roleList(AuthRoleListRequest request, StreamObserver<AuthRoleListResponse> call) {
    ApiErrors.answer(call, () -> AuthRoleListResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void roleGet(AuthRoleGetRequest request, StreamObserver<AuthRoleGetResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, "etcdserver: role name not found");
  }

  private static void refuse(StreamObserver<?> call, Status status, String text) {
    call.onError(status.withDescription(text).asRuntimeException());
  }
}
