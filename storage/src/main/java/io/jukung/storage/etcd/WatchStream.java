package io.jukung.storage.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One watch over all keys on one stream of its own. Large answers come in fragments and are put
 * together here, so a revision is always whole. Guarded by itself: who ends it knows that nothing
 * is told after.
 */
final class WatchStream implements ClientResponseObserver<WatchRequest, WatchResponse> {
  private static final ByteString ALL = ByteString.copyFrom(new byte[] {0});

  /** Why a watch ended. */
  sealed interface End {
    /** History before {@code revision} is gone. */
    record Compacted(long revision) implements End {}

    /** The stream broke, or etcd ended it. */
    record Broken(Status status) implements End {
      /** For messages, without a stack trace. */
      String text() {
        Throwable cause = status.getCause();
        String more = cause == null ? "" : " (" + cause.getMessage() + ")";
        return status.getCode() + " " + status.getDescription() + more;
      }
    }

    /** Closed from here. */
    record Closed() implements End {}
  }

  /** Who listens. Calls come one after another; a throwing listener ends the stream. */
  interface Listener {
    /** The watch is registered; the member is at {@code revision}. */
    void created(long revision);

    /** Whole revisions, in order; false ends the stream. */
    boolean changes(List<Change> changes);
  }

  private final Listener listener;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final List<Event> fragments = new ArrayList<>();
  private volatile @Nullable ClientCallStreamObserver<WatchRequest> requests;

  private WatchStream(Listener listener) {
    this.listener = listener;
  }

  /** Starts a watch that carries previous values. */
  static WatchStream open(Endpoints.Endpoint endpoint, long fromRevision, Listener listener) {
    WatchStream stream = new WatchStream(listener);
    WatchCreateRequest create =
        Fragments.allow(WatchCreateRequest.newBuilder())
            .setKey(ALL)
            .setRangeEnd(ALL)
            .setStartRevision(fromRevision)
            .setPrevKv(true)
            .build();
    try {
      WatchGrpc.newStub(endpoint.channel())
          .watch(stream)
          .onNext(WatchRequest.newBuilder().setCreateRequest(create).build());
    } catch (IllegalStateException e) {
      // The call failed before the request was handed to it.
      stream.finish(new End.Broken(Status.UNAVAILABLE.withDescription(e.getMessage())));
    }
    return stream;
  }

  /** Waits for the end. */
  End awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end, so long. */
  End awaitEnd(long limitNs) throws InterruptedException, TimeoutException {
    try {
      return end.get(limitNs, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the stream; the listener is not called any more once this returns. */
  void close() {
    finish(new End.Closed());
  }

  private void finish(End why) {
    boolean ends;
    synchronized (this) {
      ends = end.complete(why);
    }
    if (ends) {
      ClientCallStreamObserver<WatchRequest> open = requests;
      if (open != null) {
        open.cancel("the watch is done", null);
      }
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
    requests = stream;
  }

  @Override
  public synchronized void onNext(WatchResponse response) {
    if (end.isDone()) {
      return;
    }
    if (response.getCreated()) {
      listener.created(response.getHeader().getRevision());
    }
    if (response.getCanceled()) {
      finish(
          response.getCompactRevision() > 0
              ? new End.Compacted(response.getCompactRevision())
              : new End.Broken(cancelled(response.getCancelReason())));
      return;
    }
    fragments.addAll(response.getEventsList());
    if (!Fragments.more(response) && !fragments.isEmpty()) {
      List<Change> changes = changes(fragments);
      fragments.clear();
      if (!listener.changes(changes)) {
        finish(new End.Closed());
      }
    }
  }

  /** A watch with a forgotten token is refused like one without the right to watch. */
  private static Status cancelled(String reason) {
    boolean token = reason.contains("permission denied") || reason.contains("invalid auth token");
    return (token ? Status.UNAUTHENTICATED : Status.UNAVAILABLE).withDescription(reason);
  }

  private static List<Change> changes(List<Event> events) {
    List<Change> changes = new ArrayList<>();
    List<WatchEvent> same = new ArrayList<>();
    long revision = events.getFirst().getKv().getModRevision();
    for (Event event : events) {
      if (event.getKv().getModRevision() != revision) {
        changes.add(new Change(revision, same));
        same = new ArrayList<>();
        revision = event.getKv().getModRevision();
      }
      same.add(Messages.event(event));
    }
    changes.add(new Change(revision, same));
    return changes;
  }

  @Override
  public void onError(Throwable failure) {
    finish(new End.Broken(Status.fromThrowable(failure)));
  }

  @Override
  public void onCompleted() {
    finish(new End.Broken(Status.UNAVAILABLE.withDescription("etcd ended the stream")));
  }
}
