package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MemberUpdateResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jukung.raftstore.Member;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code etcdserverpb.Cluster}: who the members are. Changing that is refused: a member joins with
 * a token and certificates of the group's own, which these calls have no room for.
 */
final class ClusterService extends ClusterGrpc.ClusterImplBase {
  private static final Pattern ANY_ADDRESS = Pattern.compile("://(0\\.0\\.0\\.0|\\[?::]?):");

  private final ApiStore api;

  /** What members said last, for as long as they don't answer. */
  private final Map<String, String> clientUrls = new ConcurrentHashMap<>();

  ClusterService(ApiStore api) {
    this.api = api;
  }

  @Override
  public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> call) {
    ApiErrors.answer(call, () -> list(request));
  }

  private MemberListResponse list(MemberListRequest request) {
    if (ExtraFields.linearizable(request)) {
      var _ = api.store().readBarrier();
    }
    clientUrls.putAll(api.store().group().clientUrls());
    MemberListResponse.Builder list = MemberListResponse.newBuilder().setHeader(api.header());
    api.store().group().members().forEach(member -> list.addMembers(message(member)));
    return list.build();
  }

  private io.etcd.jetcd.api.Member message(Member member) {
    io.etcd.jetcd.api.Member.Builder message =
        io.etcd.jetcd.api.Member.newBuilder()
            .setID(api.inspection().memberId(member.name()))
            .setName(member.name())
            .setIsLearner(!member.votes());
    if (!member.address().isEmpty()) {
      message.addPeerURLs("https://" + member.address());
    }
    String clients = reachable(clientUrls.getOrDefault(member.name(), ""), member.address());
    if (!clients.isEmpty()) {
      message.addClientURLs(clients);
    }
    return message.build();
  }

  /** One that listens on all its addresses is reached at the one its peers use. */
  private static String reachable(String clients, String peerAddress) {
    int host = peerAddress.lastIndexOf(':');
    return host < 0
        ? clients
        : ANY_ADDRESS
            .matcher(clients)
            .replaceFirst(Matcher.quoteReplacement("://" + peerAddress.substring(0, host) + ":"));
  }

  @Override
  public void memberAdd(MemberAddRequest request, StreamObserver<MemberAddResponse> call) {
    refuse(call, "'jukung store members add'");
  }

  @Override
  public void memberRemove(MemberRemoveRequest request, StreamObserver<MemberRemoveResponse> call) {
    refuse(call, "'jukung store members remove'");
  }

  @Override
  public void memberUpdate(MemberUpdateRequest request, StreamObserver<MemberUpdateResponse> call) {
    refuse(call, "'jukung store members remove' and 'jukung store members add'");
  }

  @Override
  public void memberPromote(
      MemberPromoteRequest request, StreamObserver<MemberPromoteResponse> call) {
    refuse(call, "'jukung store members promote'");
  }

  private static void refuse(StreamObserver<?> call, String command) {
    call.onError(
        Status.FAILED_PRECONDITION
            .withDescription(
                "etcdserver: members of this store are changed by " + command + " on one of them")
            .asRuntimeException());
  }
}
