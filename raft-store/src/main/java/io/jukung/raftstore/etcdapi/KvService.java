package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.jukung.storage.Operation;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * {@code etcdserverpb.KV}. Called on the connection's thread: writes that the store makes in one
 * step are handed over from there and answered when they are made, without a thread that waits; all
 * else gets a thread of its own.
 */
final class KvService extends KVGrpc.KVImplBase {
  private final ApiStore api;
  private final Executor threads;
  private final RangeReads ranges;
  private final Transactions transactions;

  /**
   * The service.
   *
   * @param threads for calls that may have to wait
   */
  KvService(ApiStore api, Executor threads) {
    this.api = api;
    this.threads = threads;
    this.ranges = new RangeReads(api);
    this.transactions = new Transactions(api, ranges);
  }

  @Override
  public void range(RangeRequest request, StreamObserver<RangeResponse> call) {
    threads.execute(() -> ApiErrors.answer(call, () -> ranges.read(request)));
  }

  @Override
  public void put(PutRequest request, StreamObserver<PutResponse> call) {
    if (request.getPrevKv() || request.getIgnoreValue() || request.getIgnoreLease()) {
      run(
          RequestOp.newBuilder().setRequestPut(request),
          call,
          (done, header) -> done.getResponsePut().toBuilder().setHeader(header).build());
      return;
    }
    // By far the most frequent write: without the detour over messages of a transaction.
    begin(
        call,
        () -> {
          RequestChecks.put(request);
          Operation put =
              new Operation.Put(
                  ApiMessages.bytes(request.getKey()),
                  ApiMessages.bytes(request.getValue()),
                  request.getLease());
          api.store()
              .txnThen(
                  new Txn(List.of(), List.of(put), List.of()),
                  made -> ApiErrors.answer(call, () -> putAnswer(made.get())));
        });
  }

  private PutResponse putAnswer(TxnResult made) {
    return PutResponse.newBuilder().setHeader(api.header(made.revision())).build();
  }

  @Override
  public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> call) {
    run(
        RequestOp.newBuilder().setRequestDeleteRange(request),
        call,
        (done, header) -> done.getResponseDeleteRange().toBuilder().setHeader(header).build());
  }

  /** One step is a transaction without compares. */
  private <A> void run(
      RequestOp.Builder op,
      StreamObserver<A> call,
      BiFunction<ResponseOp, ResponseHeader, A> answer) {
    run(
        TxnRequest.newBuilder().addSuccess(op).build(),
        call,
        done -> answer.apply(done.getResponses(0), done.getHeader()));
  }

  @Override
  public void txn(TxnRequest request, StreamObserver<TxnResponse> call) {
    run(request, call, done -> done);
  }

  private <A> void run(TxnRequest request, StreamObserver<A> call, Function<TxnResponse, A> part) {
    begin(
        call,
        () -> {
          RequestChecks.txn(request);
          boolean begun =
              transactions.begin(
                  request, done -> ApiErrors.answer(call, () -> part.apply(done.get())));
          if (!begun) {
            threads.execute(
                () -> ApiErrors.answer(call, () -> part.apply(transactions.run(request))));
          }
        });
  }

  /** Runs what answers a call later; if it fails, that is the answer. */
  private static <A> void begin(StreamObserver<A> call, Runnable begun) {
    try {
      begun.run();
    } catch (StoreException | StatusRuntimeException e) {
      ApiErrors.answer(
          call,
          () -> {
            throw e;
          });
    }
  }

  @Override
  public void compact(CompactionRequest request, StreamObserver<CompactionResponse> call) {
    threads.execute(
        () ->
            ApiErrors.answer(
                call,
                () -> {
                  api.store().compact(request.getRevision());
                  return CompactionResponse.newBuilder().setHeader(api.header()).build();
                }));
  }
}
