package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jukung.storage.KeyRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stream with its watches. Answers wait in one queue, so their order is that in which the store
 * told them; whoever finds the client ready sends. Lock order: this, then the store's.
 */
final class WatchStreamServer implements StreamObserver<WatchRequest> {
  private static final long NO_WATCH = -1;
  private static final long MOST_BYTES = 4 << 20;
  private static final int MOST_WATCHES = 100_000;

  private final ApiStore api;
  private final ServerCallStreamObserver<WatchResponse> call;

  // Guarded by this.
  private final Map<Long, ServedWatch> watches = new HashMap<>();
  private final ArrayDeque<WatchResponse> waiting = new ArrayDeque<>();
  private final List<ServedWatch> paused = new ArrayList<>();
  private long waitingBytes;
  private long lastId = -1;
  private boolean sending;
  private boolean ended;

  WatchStreamServer(ApiStore api, ServerCallStreamObserver<WatchResponse> call) {
    this.api = api;
    this.call = call;
  }

  ApiStore api() {
    return api;
  }

  @Override
  public void onNext(WatchRequest request) {
    switch (request.getRequestUnionCase()) {
      case CREATE_REQUEST -> create(request.getCreateRequest());
      case CANCEL_REQUEST -> cancel(request.getCancelRequest().getWatchId());
      case PROGRESS_REQUEST -> progress();
      case REQUESTUNION_NOT_SET -> {}
    }
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onCompleted() {
    end();
    call.onCompleted();
  }

  /** Lets all watches go. */
  void end() {
    List<ServedWatch> open;
    synchronized (this) {
      ended = true;
      open = new ArrayList<>(watches.values());
      watches.clear();
      waiting.clear();
      paused.clear();
    }
    open.forEach(ServedWatch::close);
  }

  private void create(WatchCreateRequest request) {
    ServedWatch watch;
    synchronized (this) {
      long wanted = ExtraFields.watchId(request);
      Optional<String> wrong = wrong(request, wanted);
      if (wrong.isPresent()) {
        refuse(wrong.get());
        watch = null;
      } else {
        long id = wanted != 0 ? wanted : nextId();
        watch = new ServedWatch(this, id, request);
        watches.put(id, watch);
        enqueue(
            WatchResponse.newBuilder()
                .setHeader(api.header(watch.createdRevision()))
                .setWatchId(id)
                .setCreated(true)
                .build());
      }
    }
    if (watch != null) {
      watch.start();
    }
    drain();
  }

  /** Why a watch can't be, in etcd's words. */
  private Optional<String> wrong(WatchCreateRequest request, long wanted) {
    KeyRange range = ServedWatch.range(request);
    if (request.getStartRevision() < 0) {
      return Optional.of("etcdserver: mvcc: required revision has been compacted");
    }
    if (range.end().length() > 0 && range.start().compareTo(range.end()) >= 0) {
      return Optional.of("mvcc: watcher range is empty");
    }
    if (wanted != 0 && watches.containsKey(wanted)) {
      return Optional.of("mvcc: duplicate watch ID provided on the WatchStream");
    }
    return watches.size() < MOST_WATCHES
        ? Optional.empty()
        : Optional.of("etcdserver: too many requests");
  }

  private long nextId() {
    do {
      lastId++;
    } while (watches.containsKey(lastId));
    return lastId;
  }

  private void refuse(String why) {
    enqueue(
        WatchResponse.newBuilder()
            .setHeader(api.header())
            .setWatchId(NO_WATCH)
            .setCreated(true)
            .setCanceled(true)
            .setCancelReason(why)
            .build());
  }

  private void cancel(long id) {
    ServedWatch watch;
    synchronized (this) {
      watch = watches.remove(id);
    }
    if (watch != null) {
      watch.close();
      send(
          WatchResponse.newBuilder()
              .setHeader(api.header())
              .setWatchId(id)
              .setCanceled(true)
              .build());
    }
  }

  /**
   * Answers once every watch of the stream has told all changes up to now. Like etcd, not at all
   * without a watch or while one waits for a revision to come.
   */
  private void progress() {
    long revision = api.store().revision();
    List<ServedWatch> open;
    synchronized (this) {
      open = new ArrayList<>(watches.values());
    }
    if (open.isEmpty() || open.stream().anyMatch(watch -> watch.startsAfter(revision))) {
      return;
    }
    ProgressRound round = new ProgressRound(revision, open.size(), this::tellProgress);
    open.forEach(watch -> watch.join(round));
    round.begin();
  }

  private void tellProgress(long revision) {
    send(WatchResponse.newBuilder().setHeader(api.header(revision)).setWatchId(NO_WATCH).build());
  }

  /** Takes an answer; false when the client is so slow that its watch should be let go for now. */
  boolean send(WatchResponse response) {
    boolean room;
    synchronized (this) {
      enqueue(response);
      room = waitingBytes < MOST_BYTES;
    }
    drain();
    return room;
  }

  /** A watch that has to wait until the queue is empty. */
  synchronized void pause(ServedWatch watch) {
    paused.add(watch);
  }

  /** A watch that has ended by itself. */
  synchronized void forget(long id) {
    watches.remove(id);
  }

  private void enqueue(WatchResponse response) {
    if (!ended) {
      waiting.add(response);
      waitingBytes += response.getSerializedSize();
    }
  }

  /** Sends what waits, as far as the client takes it; one thread at a time. */
  void drain() {
    while (true) {
      WatchResponse next;
      List<ServedWatch> resume = List.of();
      synchronized (this) {
        if (sending || ended || !call.isReady()) {
          return;
        }
        next = waiting.poll();
        if (next == null) {
          resume = List.copyOf(paused);
          paused.clear();
          if (resume.isEmpty()) {
            return;
          }
        } else {
          waitingBytes -= next.getSerializedSize();
          sending = true;
        }
      }
      if (next != null) {
        try {
          call.onNext(next);
        } finally {
          synchronized (this) {
            sending = false;
          }
        }
      }
      resume.forEach(ServedWatch::start);
    }
  }
}
