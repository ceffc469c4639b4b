package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.grpc.stub.StreamObserver;

/** {@code etcdserverpb.Cluster}: who the members are. */
final class ClusterService extends ClusterGrpc.ClusterImplBase {
  private final ApiStore api;
  private final String clientUrl;

  ClusterService(ApiStore api, String clientUrl) {
    this.api = api;
    this.clientUrl = clientUrl;
  }

  @Override
  public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> call) {
    ApiErrors.answer(
        call,
        () ->
            MemberListResponse.newBuilder()
                .setHeader(api.header())
                .addMembers(
                    Member.newBuilder()
                        .setID(api.memberId())
                        .setName("default")
                        .addClientURLs(clientUrl))
                .build());
  }
}
