package io.jukung.raftstore.etcdapi;

import static io.jukung.raftstore.etcdapi.EtcdCalls.b;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One watch stream, its answers as text. How many events come in one answer is nobody's matter. */
final class WatchScript implements StreamObserver<WatchResponse>, AutoCloseable {
  private final LinkedBlockingQueue<WatchResponse> answers = new LinkedBlockingQueue<>();
  private final StreamObserver<WatchRequest> requests;

  WatchScript(EtcdCalls server) {
    requests = WatchGrpc.newStub(server.channel()).watch(this);
  }

  static WatchCreateRequest.Builder on(String key, String end) {
    return WatchCreateRequest.newBuilder().setKey(b(key)).setRangeEnd(b(end));
  }

  static WatchCreateRequest.Builder onAll() {
    return on("\0", "\0");
  }

  /** With an id of the client's choice. */
  static UnknownFieldSet id(long id) {
    return EtcdCalls.field(7, id);
  }

  String create(WatchCreateRequest.Builder request) {
    requests.onNext(WatchRequest.newBuilder().setCreateRequest(request).build());
    return next();
  }

  String cancel(long id) {
    requests.onNext(
        WatchRequest.newBuilder()
            .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(id))
            .build());
    return next();
  }

  void cancelSilently(long id) {
    requests.onNext(
        WatchRequest.newBuilder()
            .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(id))
            .build());
  }

  String progress() {
    requests.onNext(
        WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build());
    return next();
  }

  String next() {
    return EtcdCalls.text(take());
  }

  /** So many events of one watch, whatever answers they come in. */
  String events(long id, int count) {
    List<Event> events = new ArrayList<>();
    while (events.size() < count) {
      WatchResponse answer = take();
      assertThat(answer.getWatchId()).isEqualTo(id);
      assertThat(answer.getCanceled()).isFalse();
      events.addAll(answer.getEventsList());
    }
    return EtcdCalls.text(WatchResponse.newBuilder().addAllEvents(events).build());
  }

  /** The answers until one that is no part, each with its bytes. */
  List<WatchResponse> parts() {
    List<WatchResponse> parts = new ArrayList<>();
    do {
      parts.add(take());
    } while (parts.getLast().getUnknownFields().hasField(7));
    return parts;
  }

  private WatchResponse take() {
    try {
      WatchResponse answer = answers.poll(20, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer");
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void onNext(WatchResponse answer) {
    answers.add(answer);
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    requests.onCompleted();
  }
}
