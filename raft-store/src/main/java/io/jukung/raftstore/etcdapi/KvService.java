package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.stub.StreamObserver;
import io.jukung.storage.KeyValue;
import java.util.Optional;

/** {@code etcdserverpb.KV}. */
final class KvService extends KVGrpc.KVImplBase {
  private final ApiStore api;
  private final RangeReads ranges;
  private final Transactions transactions;

  KvService(ApiStore api) {
    this.api = api;
    this.ranges = new RangeReads(api);
    this.transactions = new Transactions(api, ranges);
  }

  @Override
  public void range(RangeRequest request, StreamObserver<RangeResponse> call) {
    ApiErrors.answer(call, () -> ranges.read(request));
  }

  @Override
  public void put(PutRequest request, StreamObserver<PutResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          TxnResponse done =
              request.getIgnoreValue() || request.getIgnoreLease()
                  ? kept(request)
                  : single(RequestOp.newBuilder().setRequestPut(request));
          return done.getResponses(0).getResponsePut();
        });
  }

  /** A put that keeps the value or the lease: of what is there, on condition that it still is. */
  private TxnResponse kept(PutRequest request) {
    while (true) {
      Optional<KeyValue> now = api.store().get(ApiMessages.bytes(request.getKey()));
      if (now.isEmpty()) {
        throw ApiErrors.invalid("etcdserver: key not found").asRuntimeException();
      }
      PutRequest.Builder whole = request.toBuilder().setIgnoreValue(false).setIgnoreLease(false);
      if (request.getIgnoreValue()) {
        whole.setValue(ApiMessages.bytes(now.get().value()));
      }
      if (request.getIgnoreLease()) {
        whole.setLease(now.get().lease());
      }
      TxnResponse done =
          transactions.run(
              TxnRequest.newBuilder()
                  .addCompare(
                      Compare.newBuilder()
                          .setKey(request.getKey())
                          .setTarget(Compare.CompareTarget.MOD)
                          .setModRevision(now.get().modRevision()))
                  .addSuccess(RequestOp.newBuilder().setRequestPut(whole))
                  .build());
      if (done.getSucceeded()) {
        return done;
      }
    }
  }

  @Override
  public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> call) {
    ApiErrors.answer(
        call,
        () ->
            single(RequestOp.newBuilder().setRequestDeleteRange(request))
                .getResponses(0)
                .getResponseDeleteRange());
  }

  private TxnResponse single(RequestOp.Builder op) {
    return transactions.run(TxnRequest.newBuilder().addSuccess(op).build());
  }

  @Override
  public void txn(TxnRequest request, StreamObserver<TxnResponse> call) {
    ApiErrors.answer(call, () -> transactions.run(request));
  }

  @Override
  public void compact(CompactionRequest request, StreamObserver<CompactionResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          api.store().compact(request.getRevision());
          return CompactionResponse.newBuilder().setHeader(api.header()).build();
        });
  }
}
