package io.jukung.raftstore.etcdapi;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;
import io.etcd.jetcd.api.WatchResponse;
import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One watch of a client's: a watch of the store that is let go while the client is slow. */
final class ServedWatch implements WatchListener {
  /** As etcd splits answers: its usual request limit and half a megabyte. */
  private static final long FRAGMENT_BYTES = 2 << 20;

  private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(5);

  private final WatchStreamServer stream;
  private final long id;
  private final WatchCreateRequest request;
  private final KeyRange range;
  private final long createdRevision;
  private final boolean fragments;

  // Guarded by this.
  private final List<ProgressRound> rounds = new ArrayList<>();
  private @Nullable Watch source;
  private long next;
  private long told;
  private long toldNs = System.nanoTime();
  private boolean closed;

  ServedWatch(WatchStreamServer stream, long id, WatchCreateRequest request) {
    this.stream = stream;
    this.id = id;
    this.request = request;
    this.range = range(request);
    this.createdRevision = stream.api().store().revision();
    this.next = request.getStartRevision() == 0 ? createdRevision + 1 : request.getStartRevision();
    this.fragments = ExtraFields.fragments(request);
  }

  /** The keys asked for; none is the smallest one, as in etcd. */
  static KeyRange range(WatchCreateRequest request) {
    ByteString key = request.getKey();
    return ApiMessages.range(key.isEmpty() ? ApiMessages.ZERO : key, request.getRangeEnd());
  }

  /** Whether it waits for a revision after one. */
  boolean startsAfter(long revision) {
    return request.getStartRevision() > revision;
  }

  long createdRevision() {
    return createdRevision;
  }

  /** Starts to listen, or goes on. */
  synchronized void start() {
    if (closed) {
      return;
    }
    try {
      Watch opened =
          stream.api().store().watch(new WatchRequest(range, next, request.getPrevKv()), this);
      source = opened;
      if (!rounds.isEmpty()) {
        opened.requestProgress();
      }
    } catch (StoreException e) {
      cancelled(e);
    }
  }

  /** Takes part in a round: answers it when all changes up to its revision are told. */
  void join(ProgressRound round) {
    boolean done;
    synchronized (this) {
      done = closed || next > round.revision() || told >= round.revision();
      if (!done) {
        rounds.add(round);
        Watch open = source;
        if (open != null) {
          open.requestProgress();
        }
      }
    }
    if (done) {
      round.arrive();
    }
  }

  void close() {
    Watch open;
    List<ProgressRound> left;
    synchronized (this) {
      closed = true;
      open = source;
      left = List.copyOf(rounds);
      rounds.clear();
    }
    if (open != null) {
      open.close();
    }
    left.forEach(ProgressRound::arrive);
  }

  @Override
  public void onEvents(long revision, List<WatchEvent> events) {
    List<Event> wanted = new ArrayList<>(events.size());
    for (WatchEvent event : events) {
      if (!filtered(event)) {
        wanted.add(ApiMessages.event(event));
      }
    }
    boolean room = wanted.isEmpty() || sendAll(revision, wanted);
    synchronized (this) {
      next = revision + 1;
      told = revision;
    }
    arrive(revision);
    if (!room) {
      letGo();
    }
  }

  private boolean filtered(WatchEvent event) {
    return switch (event) {
      case WatchEvent.Put ignored -> request.getFiltersList().contains(FilterType.NOPUT);
      case WatchEvent.Delete ignored -> request.getFiltersList().contains(FilterType.NODELETE);
    };
  }

  private boolean sendAll(long revision, List<Event> events) {
    boolean room = true;
    WatchResponse.Builder part = part(revision);
    long bytes = 0;
    for (Event event : events) {
      if (fragments
          && part.getEventsCount() > 0
          && bytes + event.getSerializedSize() > FRAGMENT_BYTES) {
        room &= stream.send(ExtraFields.moreFragments(part).build());
        part = part(revision);
        bytes = 0;
      }
      bytes += event.getSerializedSize();
      part.addEvents(event);
    }
    return stream.send(part.build()) && room;
  }

  private WatchResponse.Builder part(long revision) {
    return WatchResponse.newBuilder().setHeader(stream.api().header(revision)).setWatchId(id);
  }

  /** A slow client's watch costs nothing but its place; it goes on when the queue is empty. */
  private void letGo() {
    Watch open;
    synchronized (this) {
      open = source;
      source = null;
    }
    if (open != null) {
      open.close();
      stream.pause(this);
      stream.drain();
    }
  }

  @Override
  public void onProgress(long revision) {
    boolean tell;
    synchronized (this) {
      told = Math.max(told, revision);
      next = Math.max(next, revision + 1);
      long nowNs = System.nanoTime();
      tell = request.getProgressNotify() && nowNs - toldNs > PROGRESS_NS;
      if (tell) {
        toldNs = nowNs;
      }
    }
    if (tell) {
      stream.send(part(revision).build());
    }
    arrive(revision);
  }

  private void arrive(long revision) {
    List<ProgressRound> done;
    synchronized (this) {
      done = rounds.stream().filter(round -> round.revision() <= revision).toList();
      rounds.removeAll(done);
    }
    done.forEach(ProgressRound::arrive);
  }

  @Override
  public void onEnd(StoreException cause) {
    cancelled(cause);
  }

  private void cancelled(StoreException cause) {
    WatchResponse.Builder end =
        WatchResponse.newBuilder()
            .setHeader(stream.api().header())
            .setWatchId(id)
            .setCanceled(true);
    if (cause instanceof StoreException.Compacted compacted) {
      end.setCompactRevision(compacted.compactedRevision());
    } else {
      end.setCancelReason(String.valueOf(ApiErrors.status(cause).getDescription()));
    }
    stream.forget(id);
    stream.send(end.build());
    List<ProgressRound> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(rounds);
      rounds.clear();
    }
    left.forEach(ProgressRound::arrive);
  }
}
