package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import java.util.ArrayList;
import java.util.List;

/** One side of a transaction as the store's operations, and their results as etcd's answers. */
final class Side {
  private final List<RequestOp> requests;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * Translates a side.
   *
   * @throws io.grpc.StatusRuntimeException for what the store can't do in one transaction
   */
  Side(List<RequestOp> requests) {
    this.requests = requests;
    requests.forEach(this::add);
    checkOrder();
  }

  /** A range is read after all writes, so none of those behind it may touch what it reads. */
  private void checkOrder() {
    List<KeyRange> read = new ArrayList<>();
    for (RequestOp request : requests) {
      if (request.hasRequestRange() && !own(request.getRequestRange())) {
        RangeRequest range = request.getRequestRange();
        read.add(ApiMessages.range(range.getKey(), range.getRangeEnd()));
      } else if (request.hasRequestPut()) {
        KeyRange put = KeyRange.single(ApiMessages.bytes(request.getRequestPut().getKey()));
        refuseOverlap(read, put);
      } else if (request.hasRequestDeleteRange()) {
        DeleteRangeRequest delete = request.getRequestDeleteRange();
        refuseOverlap(read, ApiMessages.range(delete.getKey(), delete.getRangeEnd()));
      }
    }
  }

  private static void refuseOverlap(List<KeyRange> read, KeyRange written) {
    for (KeyRange range : read) {
      boolean before = range.end().length() > 0 && range.end().compareTo(written.start()) <= 0;
      boolean behind = written.end().length() > 0 && written.end().compareTo(range.start()) <= 0;
      if (!before && !behind) {
        throw ApiErrors.unsupported("a range read before a write to it in one transaction");
      }
    }
  }

  /** Whether its answer takes a read after the transaction. */
  boolean readsLate() {
    return requests.stream()
        .anyMatch(request -> request.hasRequestRange() && !own(request.getRequestRange()));
  }

  List<Operation> operations() {
    return operations;
  }

  private void add(RequestOp request) {
    switch (request.getRequestCase()) {
      case REQUEST_PUT -> add(request.getRequestPut());
      case REQUEST_DELETE_RANGE -> {
        DeleteRangeRequest delete = request.getRequestDeleteRange();
        operations.add(
            new Operation.Delete(ApiMessages.range(delete.getKey(), delete.getRangeEnd())));
      }
      case REQUEST_RANGE -> {
        RangeRequest range = request.getRequestRange();
        if (own(range)) {
          operations.add(new Operation.Get(ApiMessages.bytes(range.getKey())));
        }
      }
      case REQUEST_TXN -> throw ApiErrors.unsupported("a nested transaction that writes");
      case REQUEST_NOT_SET ->
          throw ApiErrors.invalid("etcdserver: key not found").asRuntimeException();
    }
  }

  private void add(PutRequest put) {
    if (put.getIgnoreValue() || put.getIgnoreLease()) {
      throw ApiErrors.unsupported("a put that keeps the value or the lease");
    }
    if (put.getPrevKv()) {
      operations.add(new Operation.Get(ApiMessages.bytes(put.getKey())));
    }
    operations.add(
        new Operation.Put(
            ApiMessages.bytes(put.getKey()), ApiMessages.bytes(put.getValue()), put.getLease()));
  }

  /** Whether the store reads this itself, within the transaction. */
  private static boolean own(RangeRequest range) {
    return range.getRangeEnd().isEmpty() && range.getRevision() <= 0;
  }

  /**
   * The answers, one for each request. Other reads than of one key are made now, at the very
   * revision the transaction made: a revision is one transaction, so that is what it left.
   */
  List<ResponseOp> answers(List<List<KeyValue>> results, ResponseHeader header, RangeReads ranges) {
    List<ResponseOp> answers = new ArrayList<>();
    int next = 0;
    for (RequestOp request : requests) {
      if (request.hasRequestRange() && !own(request.getRequestRange())) {
        answers.add(
            ResponseOp.newBuilder()
                .setResponseRange(late(request.getRequestRange(), header, ranges))
                .build());
        continue;
      }
      ResponseOp.Builder answer = ResponseOp.newBuilder();
      switch (request.getRequestCase()) {
        case REQUEST_PUT -> {
          PutResponse.Builder put = PutResponse.newBuilder().setHeader(header);
          if (request.getRequestPut().getPrevKv()) {
            results.get(next).forEach(item -> put.setPrevKv(ApiMessages.item(item)));
            next++;
          }
          answer.setResponsePut(put);
        }
        case REQUEST_DELETE_RANGE -> {
          List<KeyValue> deleted = results.get(next);
          DeleteRangeResponse.Builder delete =
              DeleteRangeResponse.newBuilder().setHeader(header).setDeleted(deleted.size());
          if (request.getRequestDeleteRange().getPrevKv()) {
            deleted.forEach(item -> delete.addPrevKvs(ApiMessages.item(item)));
          }
          answer.setResponseDeleteRange(delete);
        }
        case REQUEST_RANGE ->
            answer.setResponseRange(
                found(request.getRequestRange(), results.get(next)).setHeader(header));
        case REQUEST_TXN, REQUEST_NOT_SET ->
            throw new IllegalStateException("never translated: " + request);
      }
      answers.add(answer.build());
      next++;
    }
    return answers;
  }

  private static RangeResponse late(
      RangeRequest request, ResponseHeader header, RangeReads ranges) {
    long revision = request.getRevision() > 0 ? request.getRevision() : header.getRevision();
    return ranges.read(
        request, ApiMessages.range(request.getKey(), request.getRangeEnd()), revision);
  }

  private static RangeResponse.Builder found(RangeRequest request, List<KeyValue> items) {
    RangeResponse.Builder range = RangeResponse.newBuilder().setCount(items.size());
    if (!request.getCountOnly()) {
      for (KeyValue item : items) {
        io.etcd.jetcd.api.KeyValue message = ApiMessages.item(item);
        range.addKvs(request.getKeysOnly() ? message.toBuilder().clearValue().build() : message);
      }
    }
    return range;
  }
}
