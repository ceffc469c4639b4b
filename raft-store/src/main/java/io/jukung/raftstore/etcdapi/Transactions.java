package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Etcd's transactions. One that only asks for mod revisions is the store's own, in one step. One
 * with other compares is decided here on what its keys hold, and made on condition that they still
 * do, again until that is so. One that writes nothing is read at one revision.
 */
final class Transactions {
  private static final int MOST_ATTEMPTS = 1000;

  private final ApiStore api;
  private final RangeReads ranges;

  Transactions(ApiStore api, RangeReads ranges) {
    this.api = api;
    this.ranges = ranges;
  }

  /**
   * Hands a transaction to the store if that makes it in one step and nothing has to be read for
   * its answer.
   *
   * @param then is handed what returns the answer or throws; on a thread that must not wait
   * @return false when nothing was done and it takes {@link #run}
   */
  boolean begin(TxnRequest request, Consumer<Supplier<TxnResponse>> then) {
    if (!writes(request)) {
      return false;
    }
    List<Guard> guards = request.getCompareList().stream().map(Guard::new).toList();
    Side success = new Side(request.getSuccessList());
    Side failure = new Side(request.getFailureList());
    if (success.readsLate() || failure.readsLate() || !guards.stream().allMatch(Guard::direct)) {
      return false;
    }
    api.store()
        .txnThen(
            txn(guards, success, failure),
            result -> then.accept(() -> response(result.get(), success, failure)));
    return true;
  }

  TxnResponse run(TxnRequest request) {
    if (!writes(request)) {
      long revision = api.store().readBarrier();
      return read(request, revision);
    }
    List<Guard> guards = request.getCompareList().stream().map(Guard::new).toList();
    Side success = new Side(request.getSuccessList());
    Side failure = new Side(request.getFailureList());
    if (guards.stream().allMatch(Guard::direct)) {
      return response(api.store().txn(txn(guards, success, failure)), success, failure);
    }
    return decided(guards, success, failure);
  }

  private static Txn txn(List<Guard> guards, Side success, Side failure) {
    return new Txn(
        guards.stream().map(Guard::asStored).toList(), success.operations(), failure.operations());
  }

  private TxnResponse response(TxnResult result, Side success, Side failure) {
    return response(result.succeeded(), result, result.succeeded() ? success : failure);
  }

  private TxnResponse decided(List<Guard> guards, Side success, Side failure) {
    if (!guards.stream().allMatch(Guard::singleKey)) {
      throw ApiErrors.unsupported("a compare of a range beside writes");
    }
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      List<Compare> unchanged = new ArrayList<>();
      boolean holds = true;
      for (Guard guard : guards) {
        Optional<KeyValue> item = api.store().get(guard.key());
        holds &= guard.holds(item);
        unchanged.add(
            new Compare.ModRevision(guard.key(), item.map(KeyValue::modRevision).orElse(0L)));
      }
      Side side = holds ? success : failure;
      TxnResult result = api.store().txn(new Txn(unchanged, side.operations(), List.of()));
      if (result.succeeded()) {
        return response(holds, result, side);
      }
    }
    throw new StoreException.Unavailable("the keys compared never stood still");
  }

  private TxnResponse response(boolean succeeded, TxnResult result, Side side) {
    ResponseHeader header = api.header(result.revision());
    return TxnResponse.newBuilder()
        .setHeader(header)
        .setSucceeded(succeeded)
        .addAllResponses(side.answers(result.results(), header, ranges))
        .build();
  }

  private TxnResponse read(TxnRequest request, long revision) {
    boolean holds =
        request.getCompareList().stream()
            .allMatch(compare -> new Guard(compare).holds(api.store(), revision));
    TxnResponse.Builder response =
        TxnResponse.newBuilder().setHeader(api.header(revision)).setSucceeded(holds);
    for (RequestOp op : holds ? request.getSuccessList() : request.getFailureList()) {
      if (op.hasRequestTxn()) {
        response.addResponses(
            ResponseOp.newBuilder().setResponseTxn(read(op.getRequestTxn(), revision)));
      } else {
        RangeRequest range = op.getRequestRange();
        response.addResponses(
            ResponseOp.newBuilder()
                .setResponseRange(
                    ranges.read(
                        range,
                        ApiMessages.range(range.getKey(), range.getRangeEnd()),
                        range.getRevision() > 0 ? range.getRevision() : revision)));
      }
    }
    return response.build();
  }

  private static boolean writes(TxnRequest request) {
    return writes(request.getSuccessList()) || writes(request.getFailureList());
  }

  private static boolean writes(List<RequestOp> side) {
    return side.stream()
        .anyMatch(
            op ->
                op.hasRequestPut()
                    || op.hasRequestDeleteRange()
                    || (op.hasRequestTxn() && writes(op.getRequestTxn())));
  }
}
