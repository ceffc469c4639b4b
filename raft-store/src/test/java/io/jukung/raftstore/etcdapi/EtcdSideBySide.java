package io.jukung.raftstore.etcdapi;

import static io.jukung.raftstore.etcdapi.EtcdCalls.b;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.MethodDescriptor;
import io.jukung.raftstore.RaftStore;
import io.jukung.storage.Store;
import io.jukung.storage.TestClock;
import io.jukung.storage.etcd.EtcdBinary;
import io.jukung.storage.etcd.EtcdProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real etcd and this API, which get the same requests and are to give the same answers. */
abstract class EtcdSideBySide {
  @TempDir Path directory;

  EtcdProcess process;
  RaftStore store;
  EtcdApi api;
  EtcdCalls etcd;
  EtcdCalls ours;

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

  <Q, A extends Message> void same(MethodDescriptor<Q, A> method, Q request) {
    String text = request.toString();
    assertThat(ours.call(method, request))
        .as("%s %s", method.getBareMethodName(), text.substring(0, Math.min(600, text.length())))
        .isEqualTo(etcd.call(method, request));
  }

  void grant(long id) {
    same(
        LeaseGrpc.getLeaseGrantMethod(),
        LeaseGrantRequest.newBuilder().setID(id).setTTL(600).build());
  }

  void put(String key, String value) {
    same(KVGrpc.getPutMethod(), putOf(key).setValue(b(value)).build());
  }

  void delete(String key) {
    same(KVGrpc.getDeleteRangeMethod(), deleteOf(key));
  }

  void compact(long revision) {
    same(KVGrpc.getCompactMethod(), CompactionRequest.newBuilder().setRevision(revision).build());
  }

  static PutRequest.Builder putOf(String key) {
    return PutRequest.newBuilder().setKey(b(key));
  }

  static DeleteRangeRequest deleteOf(String key) {
    return DeleteRangeRequest.newBuilder().setKey(b(key)).build();
  }

  static RequestOp.Builder op(PutRequest.Builder put) {
    return RequestOp.newBuilder().setRequestPut(put);
  }

  static RequestOp.Builder op(DeleteRangeRequest delete) {
    return RequestOp.newBuilder().setRequestDeleteRange(delete);
  }

  static RequestOp.Builder op(RangeRequest range) {
    return RequestOp.newBuilder().setRequestRange(range);
  }

  static RequestOp.Builder op(TxnRequest txn) {
    return RequestOp.newBuilder().setRequestTxn(txn);
  }

  static TxnRequest success(RequestOp.Builder... operations) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (RequestOp.Builder operation : operations) {
      txn.addSuccess(operation);
    }
    return txn.build();
  }
}
