package io.jukung.raftstore.etcdapi;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.StatusRuntimeException;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with a request by itself, told as etcd's {@code api/v3rpc/key.go} tells it. One
 * thing is stricter: a nested transaction may not put what one beside it deletes, in any order.
 */
final class RequestChecks {
  private RequestChecks() {}

  static void range(RangeRequest request) {
    key(request.getKey());
    if (request.getSortOrder() == SortOrder.UNRECOGNIZED
        || request.getSortTarget() == SortTarget.UNRECOGNIZED) {
      throw refused("etcdserver: invalid sort option");
    }
  }

  static void put(PutRequest request) {
    key(request.getKey());
    if (request.getIgnoreValue() && !request.getValue().isEmpty()) {
      throw refused("etcdserver: value is provided");
    }
    if (request.getIgnoreLease() && request.getLease() != 0) {
      throw refused("etcdserver: lease is provided");
    }
    if (request.getLease() < 0) {
      throw ApiErrors.leaseNotFound().asRuntimeException();
    }
  }

  static void delete(DeleteRangeRequest request) {
    key(request.getKey());
  }

  static void txn(TxnRequest request) {
    operations(request, Store.MAX_TXN_OPERATIONS);
    var _ = new Touched(request.getSuccessList());
    var _ = new Touched(request.getFailureList());
  }

  /** What is nested in a transaction has to make do with what that leaves of the limit. */
  private static void operations(TxnRequest request, int most) {
    int count =
        Math.max(
            request.getCompareCount(),
            Math.max(request.getSuccessCount(), request.getFailureCount()));
    if (count > most) {
      throw refused("etcdserver: too many operations in txn request");
    }
    for (Compare compare : request.getCompareList()) {
      key(compare.getKey());
    }
    request.getSuccessList().forEach(op -> operation(op, most - count));
    request.getFailureList().forEach(op -> operation(op, most - count));
  }

  private static void operation(RequestOp op, int most) {
    switch (op.getRequestCase()) {
      case REQUEST_RANGE -> range(op.getRequestRange());
      case REQUEST_PUT -> put(op.getRequestPut());
      case REQUEST_DELETE_RANGE -> delete(op.getRequestDeleteRange());
      case REQUEST_TXN -> operations(op.getRequestTxn(), most);
      case REQUEST_NOT_SET -> throw refused("etcdserver: key not found");
    }
  }

  private static void key(ByteString key) {
    if (key.isEmpty()) {
      throw refused("etcdserver: key is not provided");
    }
  }

  private static StatusRuntimeException refused(String text) {
    return ApiErrors.invalid(text).asRuntimeException();
  }

  /** What one side puts and deletes, with all that is nested in it; nothing twice. */
  private static final class Touched {
    private final Set<Bytes> puts = new HashSet<>();
    private final List<KeyRange> deletes = new ArrayList<>();

    Touched(List<RequestOp> side) {
      for (RequestOp op : side) {
        switch (op.getRequestCase()) {
          case REQUEST_PUT -> put(ApiMessages.bytes(op.getRequestPut().getKey()));
          case REQUEST_DELETE_RANGE -> {
            DeleteRangeRequest delete = op.getRequestDeleteRange();
            deletes.add(ApiMessages.range(delete.getKey(), delete.getRangeEnd()));
          }
          case REQUEST_TXN -> nested(op.getRequestTxn());
          case REQUEST_RANGE, REQUEST_NOT_SET -> {}
        }
      }
      for (KeyRange range : deletes) {
        if (puts.stream().anyMatch(range::contains)) {
          throw refused("etcdserver: duplicate key given in txn request");
        }
      }
    }

    /** Only one of its sides runs, so both may put a key. */
    private void nested(TxnRequest txn) {
      Touched success = new Touched(txn.getSuccessList());
      Touched failure = new Touched(txn.getFailureList());
      Set<Bytes> either = new HashSet<>(success.puts);
      either.addAll(failure.puts);
      either.forEach(this::put);
      deletes.addAll(success.deletes);
      deletes.addAll(failure.deletes);
    }

    private void put(Bytes key) {
      if (!puts.add(key)) {
        throw refused("etcdserver: duplicate key given in txn request");
      }
    }
  }
}
