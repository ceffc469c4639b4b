package io.jukung.raftstore.etcdapi;

import static io.jukung.raftstore.etcdapi.EtcdCalls.b;
import static io.jukung.raftstore.etcdapi.EtcdCalls.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
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
import io.etcd.jetcd.api.CompactionRequest;
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
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;
import io.grpc.MethodDescriptor;
import io.jukung.raftstore.RaftStore;
import io.jukung.storage.Store;
import io.jukung.storage.TestClock;
import io.jukung.storage.etcd.EtcdBinary;
import io.jukung.storage.etcd.EtcdProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requests to a real etcd and to this API have the same answers. */
@Timeout(120)
class EtcdDifferenceTest {
  @TempDir Path directory;

  private EtcdProcess process;
  private RaftStore store;
  private EtcdApi api;
  private EtcdCalls etcd;
  private EtcdCalls ours;

  @BeforeEach
  void serve() throws IOException {
    process =
        EtcdProcess.start(
            EtcdBinary.all().getLast(),
            directory,
            "--unsafe-no-fsync",
            "--max-request-bytes=" + Store.MAX_TXN_BYTES);
    store = RaftStore.open(EtcdApiStoreTest.config(directory, new TestClock()));
    api = EtcdApi.start(store, new EtcdApiConfig("127.0.0.1", 0, Optional.empty()));
    etcd = new EtcdCalls(process.endpoint());
    ours = new EtcdCalls(URI.create(api.url()));
  }

  @AfterEach
  void stop() {
    etcd.close();
    ours.close();
    api.close();
    store.close();
    process.close();
  }

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
  void ofWatches() {
    put("a", "1");
    put("b", "1");
    put("a", "2");
    try (WatchScript here = new WatchScript(ours);
        WatchScript there = new WatchScript(etcd)) {
      Both watch = new Both(here, there);
      watch.same(w -> w.create(WatchScript.onAll()));
      watch.same(w -> w.create(WatchScript.onAll().setStartRevision(-3)));
      watch.same(w -> w.create(WatchScript.on("b", "a")));
      watch.same(w -> w.create(WatchScript.on("a", "").setUnknownFields(WatchScript.id(0))));
      watch.same(w -> w.create(WatchScript.on("a", "").setUnknownFields(WatchScript.id(1))));
      watch.same(w -> w.create(WatchScript.on("", "").setUnknownFields(WatchScript.id(9))));
      watch.same(w -> w.cancel(9));
      watch.same(w -> w.cancel(1));
      watch.same(w -> w.progress());
      put("b", "2");
      watch.same(w -> w.events(0, 1));
      same(KVGrpc.getTxnMethod(), success(op(putOf("x")), op(putOf("a")), op(deleteOf("b"))));
      watch.same(w -> w.events(0, 3));
      watch.same(w -> w.progress());
      watch.same(
          w -> {
            w.cancelSilently(55);
            return w.cancel(0);
          });
    }
  }

  @Test
  void ofWatchesOfThePast() {
    put("a", "1");
    put("a", "2");
    delete("a");
    put("a", "3");
    put("b", "1");
    for (boolean previous : List.of(true, false)) {
      for (FilterType filter : List.of(FilterType.NOPUT, FilterType.NODELETE)) {
        both(
            w ->
                w.create(
                        WatchScript.on("a", "")
                            .setStartRevision(2)
                            .setPrevKv(previous)
                            .addFilters(filter))
                    + w.events(0, filter == FilterType.NOPUT ? 1 : 3));
      }
    }
    compact(4);
    both(w -> w.create(WatchScript.onAll().setStartRevision(4)) + w.events(0, 3));
    // Etcd says revision 0 here.
    both(
        w ->
            w.create(WatchScript.onAll().setStartRevision(3))
                + w.next().replaceAll("revision: 6\n", "\n").replaceAll("\\s+", " "));
    both(w -> w.create(WatchScript.onAll().setStartRevision(7)) + w.cancel(0));
  }

  @Test
  void ofLargeAnswers() {
    for (int i = 0; i < 3; i++) {
      TxnRequest.Builder txn = TxnRequest.newBuilder();
      for (int key = 0; key < 6; key++) {
        txn.addSuccess(op(putOf("k" + key).setValue(ByteString.copyFrom(new byte[1_000_000]))));
      }
      same(KVGrpc.getTxnMethod(), txn.build());
    }
    both(
        w -> {
          String created =
              w.create(WatchScript.onAll().setStartRevision(2).setUnknownFields(field(8, 1)));
          int events = 0;
          while (events < 18) {
            events += w.parts().stream().mapToInt(part -> part.getEventsCount()).sum();
          }
          return created + events;
        });
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

  private <Q, A extends Message> void same(MethodDescriptor<Q, A> method, Q request) {
    String text = request.toString();
    assertThat(ours.call(method, request))
        .as("%s %s", method.getBareMethodName(), text.substring(0, Math.min(600, text.length())))
        .isEqualTo(etcd.call(method, request));
  }

  /** The same on a stream of its own each. */
  private void both(Function<WatchScript, String> script) {
    try (WatchScript here = new WatchScript(ours);
        WatchScript there = new WatchScript(etcd)) {
      new Both(here, there).same(script);
    }
  }

  private record Both(WatchScript ours, WatchScript etcd) {
    void same(Function<WatchScript, String> script) {
      assertThat(script.apply(ours)).isEqualTo(script.apply(etcd));
    }
  }

  private void grant(long id) {
    same(
        LeaseGrpc.getLeaseGrantMethod(),
        LeaseGrantRequest.newBuilder().setID(id).setTTL(600).build());
  }

  private void put(String key, String value) {
    same(KVGrpc.getPutMethod(), putOf(key).setValue(b(value)).build());
  }

  private void delete(String key) {
    same(KVGrpc.getDeleteRangeMethod(), deleteOf(key));
  }

  private void compact(long revision) {
    same(KVGrpc.getCompactMethod(), CompactionRequest.newBuilder().setRevision(revision).build());
  }

  private static PutRequest.Builder putOf(String key) {
    return PutRequest.newBuilder().setKey(b(key));
  }

  private static DeleteRangeRequest deleteOf(String key) {
    return DeleteRangeRequest.newBuilder().setKey(b(key)).build();
  }

  private static RequestOp.Builder op(PutRequest.Builder put) {
    return RequestOp.newBuilder().setRequestPut(put);
  }

  private static RequestOp.Builder op(DeleteRangeRequest delete) {
    return RequestOp.newBuilder().setRequestDeleteRange(delete);
  }

  private static RequestOp.Builder op(RangeRequest range) {
    return RequestOp.newBuilder().setRequestRange(range);
  }

  private static RequestOp.Builder op(TxnRequest txn) {
    return RequestOp.newBuilder().setRequestTxn(txn);
  }

  private static TxnRequest success(RequestOp.Builder... operations) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (RequestOp.Builder operation : operations) {
      txn.addSuccess(operation);
    }
    return txn.build();
  }
}
