package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** {@code etcdserverpb.Auth}: switched off; client certificates say who may come in. */
final class AuthService extends AuthGrpc.AuthImplBase {
  @Override
  public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> call) {
    call.onError(
        Status.FAILED_PRECONDITION
            .withDescription("etcdserver: authentication is not enabled")
            .asRuntimeException());
  }
}
