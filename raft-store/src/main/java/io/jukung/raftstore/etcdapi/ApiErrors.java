package io.jukung.raftstore.etcdapi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.jukung.storage.StoreException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's failures with etcd's codes and texts, which its clients compare word for word. */
final class ApiErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  private ApiErrors() {}

  /** Answers a call with one answer, or with its failure. */
  static <A> void answer(StreamObserver<A> call, Supplier<A> body) {
    A answer;
    try {
      answer = body.get();
    } catch (StatusRuntimeException e) {
      call.onError(e);
      return;
    } catch (StoreException e) {
      call.onError(status(e).asRuntimeException());
      return;
    } catch (RuntimeException | Error e) {
      LOG.error("a call failed", e);
      call.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
      return;
    }
    call.onNext(answer);
    call.onCompleted();
  }

  static Status status(StoreException failure) {
    return switch (failure) {
      case StoreException.Compacted e -> compacted();
      case StoreException.FutureRevision e ->
          Status.OUT_OF_RANGE.withDescription(
              "etcdserver: mvcc: required revision is a future revision");
      case StoreException.TooLarge e -> invalid("etcdserver: request is too large");
      case StoreException.LeaseNotFound e -> leaseNotFound();
      case StoreException.Unavailable e -> unavailable(String.valueOf(e.getMessage()));
      case StoreException.Uncertain e ->
          Status.UNAVAILABLE.withDescription("etcdserver: request timed out");
      case StoreException.Invalid e -> invalid(text(String.valueOf(e.getMessage())));
      default -> Status.INTERNAL.withDescription(String.valueOf(failure.getMessage()));
    };
  }

  /** Only of no leader do clients ask at once again. */
  private static Status unavailable(String message) {
    if (message.contains("bytes free on the disk") || message.contains("free bytes on the disk")) {
      return Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: mvcc: database space exceeded");
    }
    return message.startsWith("too many writes")
        ? Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: too many requests")
        : Status.UNAVAILABLE.withDescription("etcdserver: no leader");
  }

  static Status leaseNotFound() {
    return Status.NOT_FOUND.withDescription("etcdserver: requested lease not found");
  }

  private static String text(String message) {
    if (message.startsWith("empty key")) {
      return "etcdserver: key is not provided";
    }
    boolean twice =
        message.startsWith("key put twice") || message.startsWith("key put and deleted");
    return twice ? "etcdserver: duplicate key given in txn request" : "etcdserver: " + message;
  }

  static Status compacted() {
    return Status.OUT_OF_RANGE.withDescription(
        "etcdserver: mvcc: required revision has been compacted");
  }

  static Status invalid(String text) {
    return Status.INVALID_ARGUMENT.withDescription(text);
  }

  static StatusRuntimeException unsupported(String what) {
    return Status.UNIMPLEMENTED.withDescription(what + " is not supported").asRuntimeException();
  }
}
