package io.jukung.raftstore.etcdapi;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthDisableRequest;
import io.etcd.jetcd.api.AuthDisableResponse;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthEnableResponse;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleAddResponse;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleDeleteResponse;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGetResponse;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionResponse;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthRoleListResponse;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.AuthRoleRevokePermissionResponse;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserAddResponse;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordResponse;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserDeleteResponse;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGetResponse;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleResponse;
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.AuthUserListResponse;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.etcd.jetcd.api.AuthUserRevokeRoleResponse;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/**
 * {@code etcdserverpb.Auth}: switched off, without users or roles; client certificates say who may
 * come in. All but making a user or a role is answered as an etcd does that has none.
 */
final class AuthService extends AuthGrpc.AuthImplBase {
  private static final int AUTH_REVISION_FIELD = 3;

  private static final String NO_USER = "etcdserver: user name not found";
  private static final String NO_ROLE = "etcdserver: role name not found";

  /** The one thing an etcd would do: it takes users and roles while authentication is off. */
  private static final String NOT_KEPT =
      "etcdserver: users and roles are not kept here, client certificates say who may come in";

  private final ApiStore api;

  AuthService(ApiStore api) {
    this.api = api;
  }

  /** The service with {@code AuthStatus}, which jetcd does not know. */
  ServerServiceDefinition definition() {
    return ExtraMethods.with(
        bindService(),
        "AuthStatus",
        AuthDisableRequest.getDefaultInstance(),
        AuthDisableResponse.getDefaultInstance(),
        request -> off());
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
    refuse(call, Status.FAILED_PRECONDITION, NO_USER);
  }

  @Override
  public void roleList(AuthRoleListRequest request, StreamObserver<AuthRoleListResponse> call) {
    ApiErrors.answer(call, () -> AuthRoleListResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void roleGet(AuthRoleGetRequest request, StreamObserver<AuthRoleGetResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_ROLE);
  }

  @Override
  public void userAdd(AuthUserAddRequest request, StreamObserver<AuthUserAddResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NOT_KEPT);
  }

  @Override
  public void roleAdd(AuthRoleAddRequest request, StreamObserver<AuthRoleAddResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NOT_KEPT);
  }

  @Override
  public void userDelete(
      AuthUserDeleteRequest request, StreamObserver<AuthUserDeleteResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_USER);
  }

  @Override
  public void userChangePassword(
      AuthUserChangePasswordRequest request, StreamObserver<AuthUserChangePasswordResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_USER);
  }

  @Override
  public void userGrantRole(
      AuthUserGrantRoleRequest request, StreamObserver<AuthUserGrantRoleResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_USER);
  }

  @Override
  public void userRevokeRole(
      AuthUserRevokeRoleRequest request, StreamObserver<AuthUserRevokeRoleResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_USER);
  }

  @Override
  public void roleDelete(
      AuthRoleDeleteRequest request, StreamObserver<AuthRoleDeleteResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_ROLE);
  }

  @Override
  public void roleGrantPermission(
      AuthRoleGrantPermissionRequest request,
      StreamObserver<AuthRoleGrantPermissionResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_ROLE);
  }

  @Override
  public void roleRevokePermission(
      AuthRoleRevokePermissionRequest request,
      StreamObserver<AuthRoleRevokePermissionResponse> call) {
    refuse(call, Status.FAILED_PRECONDITION, NO_ROLE);
  }

  private static void refuse(StreamObserver<?> call, Status status, String text) {
    call.onError(status.withDescription(text).asRuntimeException());
  }
}
