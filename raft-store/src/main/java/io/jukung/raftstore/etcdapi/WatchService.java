package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** {@code etcdserverpb.Watch}: any number of watches on one stream. */
final class WatchService extends WatchGrpc.WatchImplBase {
  private final ApiStore api;

  WatchService(ApiStore api) {
    this.api = api;
  }

  @Override
  public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> call) {
    ServerCallStreamObserver<WatchResponse> answers =
        (ServerCallStreamObserver<WatchResponse>) call;
    WatchStreamServer stream = new WatchStreamServer(api, answers);
    answers.setOnReadyHandler(stream::drain);
    answers.setOnCancelHandler(stream::end);
    return stream;
  }
}
