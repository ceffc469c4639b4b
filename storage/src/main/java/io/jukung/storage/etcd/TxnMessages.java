package io.jukung.storage.etcd;

import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Transactions as etcd's messages, and their results back. */
final class TxnMessages {
  private TxnMessages() {}

  static TxnRequest request(Txn txn) {
    TxnRequest.Builder request = TxnRequest.newBuilder();
    for (Compare compare : txn.compares()) {
      switch (compare) {
        case Compare.ModRevision mod ->
            request.addCompare(
                io.etcd.jetcd.api.Compare.newBuilder()
                    .setTarget(CompareTarget.MOD)
                    .setResult(CompareResult.EQUAL)
                    .setKey(Messages.bytes(mod.key()))
                    .setModRevision(mod.modRevision()));
      }
    }
    txn.success().stream().filter(TxnMessages::sent).forEach(o -> request.addSuccess(message(o)));
    txn.failure().stream().filter(TxnMessages::sent).forEach(o -> request.addFailure(message(o)));
    return request.build();
  }

  /** A delete of a range that can't hold a key is not sent: etcd's checks don't foresee it. */
  private static boolean sent(Operation operation) {
    return !(operation instanceof Operation.Delete delete && Messages.empty(delete.range()));
  }

  private static RequestOp message(Operation operation) {
    RequestOp.Builder message = RequestOp.newBuilder();
    return switch (operation) {
      case Operation.Put put ->
          message
              .setRequestPut(
                  PutRequest.newBuilder()
                      .setKey(Messages.bytes(put.key()))
                      .setValue(Messages.bytes(put.value()))
                      .setLease(put.lease()))
              .build();
      case Operation.Delete delete ->
          message
              .setRequestDeleteRange(
                  DeleteRangeRequest.newBuilder()
                      .setKey(Messages.start(delete.range()))
                      .setRangeEnd(Messages.end(delete.range()))
                      .setPrevKv(true))
              .build();
      case Operation.Get get ->
          message
              .setRequestRange(RangeRequest.newBuilder().setKey(Messages.bytes(get.key())))
              .build();
    };
  }

  static TxnResult result(Txn txn, TxnResponse response) {
    List<List<KeyValue>> results = new ArrayList<>();
    Iterator<ResponseOp> answers = response.getResponsesList().iterator();
    for (Operation operation : response.getSucceeded() ? txn.success() : txn.failure()) {
      results.add(sent(operation) ? items(answers.next()) : List.of());
    }
    return new TxnResult(response.getSucceeded(), response.getHeader().getRevision(), results);
  }

  private static List<KeyValue> items(ResponseOp answer) {
    return switch (answer.getResponseCase()) {
      case RESPONSE_RANGE -> Messages.items(answer.getResponseRange().getKvsList());
      case RESPONSE_DELETE_RANGE ->
          Messages.items(answer.getResponseDeleteRange().getPrevKvsList());
      case RESPONSE_PUT -> List.of();
      case RESPONSE_TXN, RESPONSE_NOT_SET ->
          throw new IllegalStateException("etcd answered " + answer);
    };
  }
}
