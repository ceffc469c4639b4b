package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Status;
import io.jukung.raftstore.Unchanged;
import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Etcd's transactions. A plain one that only asks for mod revisions is the store's own, in one
 * step. All others are decided here, at one revision, and made on condition that all that was
 * looked at is still the same; again until that is so. One that writes nothing is read at one
 * revision.
 */
final class Transactions {
  private static final int MOST_ATTEMPTS = 1000;

  /** How many keys the range of a compare may hold: each is read again when it is made. */
  private static final int MOST_COMPARED = 10_000;

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
    if (!writes(request) || !plain(request.getSuccessList()) || !plain(request.getFailureList())) {
      return false;
    }
    List<Guard> guards = request.getCompareList().stream().map(Guard::new).toList();
    Side success = new Side(request.getSuccessList());
    Side failure = new Side(request.getFailureList());
    if (success.readsBeside()
        || failure.readsBeside()
        || !guards.stream().allMatch(Guard::direct)) {
      return false;
    }
    Txn txn =
        new Txn(
            guards.stream().map(Guard::asStored).toList(),
            success.operations(),
            failure.operations());
    api.store()
        .txnThen(
            txn,
            result ->
                then.accept(
                    () -> {
                      TxnResult made = result.get();
                      return TxnResponse.newBuilder()
                          .setHeader(api.header(made.revision()))
                          .setSucceeded(made.succeeded())
                          .addAllResponses(
                              (made.succeeded() ? success : failure).answers(made, ranges))
                          .build();
                    }));
    return true;
  }

  /** Makes any transaction; waits. */
  TxnResponse run(TxnRequest request) {
    boolean writes = writes(request);
    if (writes || !serializable(request)) {
      var _ = api.store().readBarrier();
    }
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<TxnResponse> made = new Attempt(request).make();
      if (made.isPresent()) {
        return made.get();
      }
      var _ = api.store().readBarrier();
    }
    throw Status.RESOURCE_EXHAUSTED
        .withDescription("etcdserver: too many requests")
        .asRuntimeException();
  }

  private static boolean serializable(TxnRequest request) {
    return serializable(request.getSuccessList()) && serializable(request.getFailureList());
  }

  private static boolean serializable(List<RequestOp> side) {
    return side.stream()
        .allMatch(op -> op.hasRequestRange() && op.getRequestRange().getSerializable());
  }

  /** Whether the store's operations are enough. */
  private static boolean plain(List<RequestOp> side) {
    return side.stream()
        .noneMatch(op -> op.hasRequestTxn() || keeps(op) || op.getRequestRange().getRevision() < 0);
  }

  private static boolean keeps(RequestOp op) {
    return op.hasRequestPut()
        && (op.getRequestPut().getIgnoreValue() || op.getRequestPut().getIgnoreLease());
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

  /** A transaction as decided at one revision. */
  private final class Attempt {
    private final TxnRequest request;
    private final long revision = api.store().revision();
    private final Map<Bytes, Compare> same = new HashMap<>();
    private final List<Unchanged> still = new ArrayList<>();
    private final Map<Integer, RangeResponse> past = new HashMap<>();

    Attempt(TxnRequest request) {
      this.request = request;
    }

    /** Makes it; empty when something has changed meanwhile. */
    Optional<TxnResponse> make() {
      try {
        return decided();
      } catch (StoreException.Compacted e) {
        if (api.store().compactedRevision() > revision) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private Optional<TxnResponse> decided() {
      TxnPath path = TxnPath.through(request, this::holds);
      List<RequestOp> steps = new ArrayList<>();
      for (RequestOp step : path.steps()) {
        steps.add(keeps(step) ? kept(step.getRequestPut()) : step);
        requireLease(step.getRequestPut().getLease());
      }
      // Of two faults etcd 3.5 tells that of a put.
      for (int place = 0; place < steps.size(); place++) {
        look(place, steps.get(place));
      }
      Side side = new Side(steps, past);
      TxnResult result = writes(steps) ? written(side) : read(steps);
      return result.succeeded()
          ? Optional.of(
              path.answer(api.header(result.revision()), side.answers(result, ranges).iterator()))
          : Optional.empty();
    }

    private TxnResult written(Side side) {
      requireFew();
      Txn txn = new Txn(List.copyOf(same.values()), side.operations(), List.of());
      return api.extras().txn(txn, still);
    }

    private TxnResult read(List<RequestOp> steps) {
      return new TxnResult(
          true,
          revision,
          steps.stream()
              .map(RequestOp::getRequestRange)
              .filter(Side::own)
              .map(step -> ranges.all(KeyRange.single(ApiMessages.bytes(step.getKey())), revision))
              .toList());
    }

    private boolean holds(Guard guard) {
      if (guard.singleKey()) {
        return guard.holds(seen(guard.range().start()).stream().toList());
      }
      List<KeyValue> items = ranges.all(guard.range(), revision);
      still.add(new Unchanged(guard.range(), revision, items.size()));
      return guard.holds(items);
    }

    /** Looks at a key, which is to stay as it is. */
    private Optional<KeyValue> seen(Bytes key) {
      Optional<KeyValue> item = ranges.all(KeyRange.single(key), revision).stream().findFirst();
      same.put(key, new Compare.ModRevision(key, item.map(KeyValue::modRevision).orElse(0L)));
      return item;
    }

    /** Reads of the past are made before anything is written, as they may fail. */
    private void look(int place, RequestOp step) {
      RangeRequest range = step.getRequestRange();
      long oldest = api.store().compactedRevision() == 0 ? -1 : 0;
      if (range.getRevision() < oldest) {
        // Outside of a transaction etcd takes this for the newest.
        throw new StoreException.Compacted(range.getRevision(), api.store().compactedRevision());
      }
      if (step.hasRequestRange() && range.getRevision() > 0) {
        KeyRange keys = ApiMessages.range(range.getKey(), range.getRangeEnd());
        if (range.getRevision() > revision) {
          throw new StoreException.FutureRevision(range.getRevision(), revision);
        }
        past.put(place, ranges.read(range, keys, range.getRevision()));
      }
    }

    /** A put with what it keeps of what is there. */
    private RequestOp kept(PutRequest put) {
      KeyValue now =
          seen(ApiMessages.bytes(put.getKey()))
              .orElseThrow(
                  () -> ApiErrors.invalid("etcdserver: key not found").asRuntimeException());
      PutRequest.Builder whole = put.toBuilder().setIgnoreValue(false).setIgnoreLease(false);
      if (put.getIgnoreValue()) {
        whole.setValue(ApiMessages.bytes(now.value()));
      }
      if (put.getIgnoreLease()) {
        whole.setLease(now.lease());
      }
      return RequestOp.newBuilder().setRequestPut(whole).build();
    }

    /** The store looks, too; this tells what is wrong before anything else does. */
    private void requireLease(long id) {
      if (id != 0 && api.inspection().lease(id).isEmpty()) {
        throw new StoreException.LeaseNotFound(id);
      }
    }

    private void requireFew() {
      if (still.stream().anyMatch(range -> range.count() > MOST_COMPARED)) {
        throw new StoreException.TooLarge("a compare of more than " + MOST_COMPARED + " keys");
      }
    }
  }
}
