package io.jukung.raftstore.etcdapi;

import static io.jukung.raftstore.etcdapi.EtcdCalls.b;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AuthDisableRequest;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.Permission;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.jukung.storage.Store;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, leases and the rest, as a real etcd answers. */
@Timeout(120)
class EtcdDifferenceTest extends EtcdSideBySide {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ofRandomRequests(long seed) {
    grant(77);
    grant(78);
    RandomRequests random = new RandomRequests(seed);
    for (int i = 0; i < 250; i++) {
      random.revision = store.revision();
      if (random.chance(30)) {
        same(KVGrpc.getRangeMethod(), random.range());
      } else if (random.chance(20)) {
        PutRequest put = random.put();
        // Of two faults, etcd tells another one than in a transaction.
        same(
            KVGrpc.getPutMethod(),
            put.getIgnoreValue() ? put.toBuilder().clearLease().build() : put);
      } else if (random.chance(5)) {
        same(KVGrpc.getDeleteRangeMethod(), random.delete());
      } else if (random.chance(2)) {
        compact(Math.max(1, random.revision - 5));
      } else {
        TxnRequest txn = random.txn(2);
        String answer = ours.call(KVGrpc.getTxnMethod(), txn);
        // Etcd takes some of these: it looks at what is nested in the order of requests.
        if (!answer.contains("duplicate key")) {
          assertThat(answer).as("%s", txn).isEqualTo(etcd.call(KVGrpc.getTxnMethod(), txn));
        }
      }
    }
    same(
        KVGrpc.getRangeMethod(),
        RangeRequest.newBuilder().setKey(b("\0")).setRangeEnd(b("\0")).build());
  }

  @Test
  void ofBadRequests() {
    put("a", "1");
    same(KVGrpc.getRangeMethod(), RangeRequest.getDefaultInstance());
    same(KVGrpc.getPutMethod(), PutRequest.getDefaultInstance());
    same(KVGrpc.getPutMethod(), putOf("a").setLease(5).build());
    same(KVGrpc.getPutMethod(), putOf("a").setLease(-5).build());
    same(KVGrpc.getPutMethod(), putOf("x").setIgnoreValue(true).build());
    same(KVGrpc.getPutMethod(), putOf("a").setIgnoreValue(true).setValue(b("v")).build());
    same(KVGrpc.getPutMethod(), putOf("a").setIgnoreLease(true).setLease(3).build());
    same(KVGrpc.getDeleteRangeMethod(), DeleteRangeRequest.getDefaultInstance());
    same(KVGrpc.getTxnMethod(), TxnRequest.getDefaultInstance());
    same(KVGrpc.getTxnMethod(), success(RequestOp.newBuilder()));
    same(KVGrpc.getTxnMethod(), success(op(putOf("a")), op(putOf("a"))));
    same(KVGrpc.getTxnMethod(), success(op(putOf("a")), op(deleteOf("a"))));
    same(
        KVGrpc.getTxnMethod(),
        success(op(deleteOf("a")), op(TxnRequest.newBuilder().addFailure(op(putOf("a"))).build())));
    same(
        KVGrpc.getTxnMethod(),
        success(
            op(
                TxnRequest.newBuilder()
                    .addSuccess(op(putOf("a")))
                    .addFailure(op(putOf("a")))
                    .build())));
    same(
        KVGrpc.getTxnMethod(),
        TxnRequest.newBuilder().addCompare(Compare.getDefaultInstance()).build());
    same(
        KVGrpc.getTxnMethod(),
        TxnRequest.newBuilder()
            .addCompare(Compare.newBuilder().setKey(b("a")).setResultValue(9))
            .addSuccess(op(putOf("y")))
            .build());
    same(
        KVGrpc.getTxnMethod(),
        TxnRequest.newBuilder()
            .addAllSuccess(Collections.nCopies(5000, op(deleteOf("a")).build()))
            .build());
    same(
        KVGrpc.getTxnMethod(),
        success(
            op(putOf("q")), op(RangeRequest.newBuilder().setKey(b("a")).setRevision(99).build())));
    same(
        KVGrpc.getPutMethod(),
        putOf("z").setValue(ByteString.copyFrom(new byte[Store.MAX_TXN_BYTES + 9])).build());
  }

  @Test
  void ofCompaction() {
    for (int i = 0; i < 5; i++) {
      put("a", "v" + i);
    }
    compact(99);
    compact(-1);
    compact(4);
    compact(4);
    compact(3);
    for (long revision = -1; revision < 9; revision++) {
      same(
          KVGrpc.getRangeMethod(),
          RangeRequest.newBuilder().setKey(b("a")).setRevision(revision).build());
      same(
          KVGrpc.getTxnMethod(),
          success(
              op(
                  RangeRequest.newBuilder()
                      .setKey(b("a"))
                      .setRevision(Math.max(0, revision))
                      .build())));
    }
    same(MaintenanceGrpc.getHashKVMethod(), HashKVRequest.newBuilder().setRevision(3).build());
    same(MaintenanceGrpc.getHashKVMethod(), HashKVRequest.newBuilder().setRevision(99).build());
  }

  @Test
  void ofLeases() {
    grant(77);
    grant(77);
    same(LeaseGrpc.getLeaseGrantMethod(), LeaseGrantRequest.newBuilder().setID(5).build());
    same(
        LeaseGrpc.getLeaseGrantMethod(),
        LeaseGrantRequest.newBuilder().setID(6).setTTL(-7).build());
    same(
        LeaseGrpc.getLeaseGrantMethod(),
        LeaseGrantRequest.newBuilder().setID(7).setTTL(9_000_000_001L).build());
    same(KVGrpc.getPutMethod(), putOf("b").setLease(77).build());
    same(KVGrpc.getPutMethod(), putOf("a").setLease(77).build());
    LeaseTimeToLiveRequest time =
        LeaseTimeToLiveRequest.newBuilder().setID(77).setKeys(true).build();
    Function<EtcdCalls, List<String>> left =
        server ->
            server
                .call(LeaseGrpc.getLeaseTimeToLiveMethod(), time)
                .replaceAll("TTL: (599|600)\n", "TTL: all\n")
                .lines()
                .sorted()
                .toList();
    assertThat(left.apply(ours)).isEqualTo(left.apply(etcd));
    same(LeaseGrpc.getLeaseTimeToLiveMethod(), time.toBuilder().setID(9).build());
    MethodDescriptor<LeaseRevokeRequest, io.etcd.jetcd.api.LeaseRevokeResponse> list =
        LeaseGrpc.getLeaseRevokeMethod().toBuilder()
            .setFullMethodName("etcdserverpb.Lease/LeaseLeases")
            .build();
    same(LeaseGrpc.getLeaseRevokeMethod(), LeaseRevokeRequest.newBuilder().setID(5).build());
    same(LeaseGrpc.getLeaseRevokeMethod(), LeaseRevokeRequest.newBuilder().setID(6).build());
    same(list, LeaseRevokeRequest.getDefaultInstance());
    same(LeaseGrpc.getLeaseRevokeMethod(), LeaseRevokeRequest.newBuilder().setID(77).build());
    same(LeaseGrpc.getLeaseRevokeMethod(), LeaseRevokeRequest.newBuilder().setID(77).build());
    same(list, LeaseRevokeRequest.getDefaultInstance());
    same(KVGrpc.getRangeMethod(), RangeRequest.newBuilder().setKey(b("a")).build());
  }

  @Test
  void ofCompressedRequests() {
    PutRequest put = putOf("a").setValue(b("x".repeat(5_000))).build();
    CallOptions compressed = CallOptions.DEFAULT.withCompression("gzip");
    assertThat(ours.call(KVGrpc.getPutMethod(), compressed, put))
        .isEqualTo(etcd.call(KVGrpc.getPutMethod(), compressed, put));
    same(KVGrpc.getRangeMethod(), RangeRequest.newBuilder().setKey(b("a")).build());
  }

  @Test
  void ofTheRest() {
    same(MaintenanceGrpc.getAlarmMethod(), AlarmRequest.getDefaultInstance());
    same(
        MaintenanceGrpc.getMoveLeaderMethod(),
        MoveLeaderRequest.newBuilder().setTargetID(5).build());
    same(AuthGrpc.getUserListMethod(), AuthUserListRequest.getDefaultInstance());
    same(AuthGrpc.getRoleListMethod(), AuthRoleListRequest.getDefaultInstance());
    same(AuthGrpc.getUserGetMethod(), AuthUserGetRequest.newBuilder().setName("x").build());
    same(AuthGrpc.getRoleGetMethod(), AuthRoleGetRequest.newBuilder().setRole("x").build());
    same(AuthGrpc.getUserDeleteMethod(), AuthUserDeleteRequest.newBuilder().setName("x").build());
    same(AuthGrpc.getRoleDeleteMethod(), AuthRoleDeleteRequest.newBuilder().setRole("x").build());
    same(
        AuthGrpc.getUserGrantRoleMethod(),
        AuthUserGrantRoleRequest.newBuilder().setUser("x").setRole("y").build());
    same(
        AuthGrpc.getRoleGrantPermissionMethod(),
        AuthRoleGrantPermissionRequest.newBuilder()
            .setName("x")
            .setPerm(Permission.newBuilder().setKey(b("a")))
            .build());
    same(AuthGrpc.getAuthEnableMethod(), AuthEnableRequest.getDefaultInstance());
    same(AuthGrpc.getAuthDisableMethod(), AuthDisableRequest.getDefaultInstance());
    same(
        AuthGrpc.getAuthenticateMethod(),
        AuthenticateRequest.newBuilder().setName("x").setPassword("y").build());
    same(
        AuthGrpc.getAuthDisableMethod().toBuilder()
            .setFullMethodName("etcdserverpb.Auth/AuthStatus")
            .build(),
        AuthDisableRequest.getDefaultInstance());
  }
}
