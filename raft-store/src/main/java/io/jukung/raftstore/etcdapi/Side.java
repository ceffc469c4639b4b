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
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.TxnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The steps of a transaction, none of them nested, as the store's operations, and their results as
 * etcd's answers. Reads of single keys are the store's; other ranges are read when the transaction
 * is done: a revision is one transaction, so the one it made is what all its steps left, and the
 * one before it is what they found.
 */
final class Side {
  private final List<RequestOp> requests;
  private final Map<Integer, RangeResponse> early;
  private final List<Operation> operations = new ArrayList<>();

  /** Steps without reads of the past and puts that keep anything. */
  Side(List<RequestOp> requests) {
    this(requests, Map.of());
  }

  /**
   * Translates steps.
   *
   * @param early answers there are already, by the step's place
   */
  Side(List<RequestOp> requests, Map<Integer, RangeResponse> early) {
    this.requests = requests;
    this.early = early;
    requests.forEach(this::add);
  }

  /** Whether its answer takes a read after the transaction, or before it. */
  boolean readsBeside() {
    return requests.stream()
        .anyMatch(request -> request.hasRequestRange() && !own(request.getRequestRange()));
  }

  List<Operation> operations() {
    return operations;
  }

  private void add(RequestOp request) {
    switch (request.getRequestCase()) {
      case REQUEST_PUT -> add(request.getRequestPut());
      case REQUEST_DELETE_RANGE -> operations.add(new Operation.Delete(range(request)));
      case REQUEST_RANGE -> {
        RangeRequest range = request.getRequestRange();
        if (own(range)) {
          operations.add(new Operation.Get(ApiMessages.bytes(range.getKey())));
        }
      }
      case REQUEST_TXN, REQUEST_NOT_SET -> throw new IllegalStateException("no step: " + request);
    }
  }

  private void add(PutRequest put) {
    if (put.getPrevKv()) {
      operations.add(new Operation.Get(ApiMessages.bytes(put.getKey())));
    }
    operations.add(
        new Operation.Put(
            ApiMessages.bytes(put.getKey()), ApiMessages.bytes(put.getValue()), put.getLease()));
  }

  /** Whether the store reads this itself, within the transaction. */
  static boolean own(RangeRequest range) {
    return range.getRangeEnd().isEmpty() && range.getRevision() <= 0;
  }

  /** The keys a step is about. */
  private static KeyRange range(RequestOp request) {
    return switch (request.getRequestCase()) {
      case REQUEST_PUT -> KeyRange.single(ApiMessages.bytes(request.getRequestPut().getKey()));
      case REQUEST_DELETE_RANGE -> {
        DeleteRangeRequest delete = request.getRequestDeleteRange();
        yield ApiMessages.range(delete.getKey(), delete.getRangeEnd());
      }
      case REQUEST_RANGE -> {
        RangeRequest range = request.getRequestRange();
        yield ApiMessages.range(range.getKey(), range.getRangeEnd());
      }
      case REQUEST_TXN, REQUEST_NOT_SET -> throw new IllegalStateException("no step: " + request);
    };
  }

  /** The answers, one for each step. */
  List<ResponseOp> answers(TxnResult result, RangeReads ranges) {
    boolean changed = changed(result);
    long before = changed ? result.revision() - 1 : result.revision();
    List<ResponseOp> answers = new ArrayList<>();
    long now = before;
    int next = 0;
    for (int i = 0; i < requests.size(); i++) {
      RequestOp request = requests.get(i);
      ResponseOp.Builder answer = ResponseOp.newBuilder();
      switch (request.getRequestCase()) {
        case REQUEST_PUT -> {
          now = result.revision();
          PutResponse.Builder put = PutResponse.newBuilder().setHeader(header(now));
          if (request.getRequestPut().getPrevKv()) {
            result.results().get(next++).forEach(item -> put.setPrevKv(ApiMessages.item(item)));
          }
          answer.setResponsePut(put);
          next++;
        }
        case REQUEST_DELETE_RANGE -> {
          List<KeyValue> deleted = result.results().get(next++);
          now = deleted.isEmpty() ? now : result.revision();
          answer.setResponseDeleteRange(
              deleted(request.getRequestDeleteRange(), deleted).setHeader(header(now)));
        }
        case REQUEST_RANGE -> {
          RangeRequest range = request.getRequestRange();
          RangeResponse found =
              own(range)
                  ? RangeReads.arranged(range, result.results().get(next++))
                  : beside(i, range, before, result.revision(), ranges);
          answer.setResponseRange(found.toBuilder().setHeader(header(now)));
        }
        case REQUEST_TXN, REQUEST_NOT_SET ->
            throw new IllegalStateException("never translated: " + request);
      }
      answers.add(answer.build());
    }
    return answers;
  }

  /** Etcd's answers inside of a transaction say their revision only. */
  private static ResponseHeader header(long revision) {
    return ResponseHeader.newBuilder().setRevision(revision).build();
  }

  private boolean changed(TxnResult result) {
    int next = 0;
    for (Operation operation : operations) {
      if (operation instanceof Operation.Put
          || (operation instanceof Operation.Delete && !result.results().get(next).isEmpty())) {
        return true;
      }
      next++;
    }
    return false;
  }

  private static DeleteRangeResponse.Builder deleted(
      DeleteRangeRequest request, List<KeyValue> deleted) {
    DeleteRangeResponse.Builder answer =
        DeleteRangeResponse.newBuilder().setDeleted(deleted.size());
    if (request.getPrevKv()) {
      deleted.forEach(item -> answer.addPrevKvs(ApiMessages.item(item)));
    }
    return answer;
  }

  private RangeResponse beside(
      int place, RangeRequest request, long before, long after, RangeReads ranges) {
    Optional<RangeResponse> known = Optional.ofNullable(early.get(place));
    if (known.isPresent()) {
      return known.get();
    }
    KeyRange range = range(requests.get(place));
    List<RequestOp> later = requests.subList(place + 1, requests.size());
    if (later.stream().noneMatch(step -> writesInto(step, range))) {
      return ranges.read(request, range, after);
    }
    TreeMap<Bytes, KeyValue> found = new TreeMap<>();
    ranges.all(range, before).forEach(item -> found.put(item.key(), item));
    requests.subList(0, place).stream()
        .filter(step -> writesInto(step, range))
        .forEach(step -> make(step, range, after, found));
    return RangeReads.arranged(request, List.copyOf(found.values()));
  }

  private static boolean writesInto(RequestOp step, KeyRange range) {
    if (!step.hasRequestPut() && !step.hasRequestDeleteRange()) {
      return false;
    }
    KeyRange written = range(step);
    boolean before = range.end().length() > 0 && range.end().compareTo(written.start()) <= 0;
    boolean behind = written.end().length() > 0 && written.end().compareTo(range.start()) <= 0;
    return !before && !behind;
  }

  /** Makes a step on what was read, as the store made it. */
  private static void make(
      RequestOp step, KeyRange range, long revision, Map<Bytes, KeyValue> found) {
    if (step.hasRequestDeleteRange()) {
      found.keySet().removeIf(range(step)::contains);
      return;
    }
    PutRequest put = step.getRequestPut();
    Bytes key = ApiMessages.bytes(put.getKey());
    if (range.contains(key)) {
      Optional<KeyValue> old = Optional.ofNullable(found.get(key));
      found.put(
          key,
          new KeyValue(
              key,
              ApiMessages.bytes(put.getValue()),
              old.map(KeyValue::createRevision).orElse(revision),
              revision,
              old.map(KeyValue::version).orElse(0L) + 1,
              put.getLease()));
    }
  }
}
