package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The way through a transaction and what is nested in it. As in etcd, all compares are decided
 * before the first write.
 *
 * @param succeeded whether this one's compares held
 * @param side what runs of it
 * @param nested the ways through those of {@code side} that are transactions, in order
 */
record TxnPath(boolean succeeded, List<RequestOp> side, List<TxnPath> nested) {
  /**
   * Goes through a transaction.
   *
   * @param holds decides a compare
   */
  static TxnPath through(TxnRequest request, Predicate<Guard> holds) {
    // All are asked, those behind one that fails, too: each is part of what was decided on.
    boolean succeeded =
        request.getCompareList().stream()
            .map(Guard::new)
            .map(holds::test)
            .reduce(true, Boolean::logicalAnd);
    List<RequestOp> side = succeeded ? request.getSuccessList() : request.getFailureList();
    return new TxnPath(
        succeeded,
        side,
        side.stream()
            .filter(RequestOp::hasRequestTxn)
            .map(op -> through(op.getRequestTxn(), holds))
            .toList());
  }

  /** All that runs, in order. */
  List<RequestOp> steps() {
    List<RequestOp> steps = new ArrayList<>();
    Iterator<TxnPath> inner = nested.iterator();
    for (RequestOp op : side) {
      if (op.hasRequestTxn()) {
        steps.addAll(inner.next().steps());
      } else {
        steps.add(op);
      }
    }
    return steps;
  }

  /** The answer, of the answers to all steps. */
  TxnResponse answer(ResponseHeader header, Iterator<ResponseOp> steps) {
    TxnResponse.Builder answer = TxnResponse.newBuilder().setHeader(header).setSucceeded(succeeded);
    Iterator<TxnPath> inner = nested.iterator();
    for (RequestOp op : side) {
      answer.addResponses(
          op.hasRequestTxn()
              ? ResponseOp.newBuilder()
                  .setResponseTxn(inner.next().answer(ResponseHeader.getDefaultInstance(), steps))
                  .build()
              : steps.next());
    }
    return answer.build();
  }
}
