package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.HashRequest;
import io.etcd.jetcd.api.HashResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jukung.raftstore.StoreInspection;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32C;

/** {@code etcdserverpb.Maintenance}; there is nothing to defragment and no alarm to raise. */
final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
  /** The release of etcd whose API this is; clients choose features by it. */
  private static final String VERSION = "3.5.21";

  private static final int PAGE = 1000;

  private final ApiStore api;
  private final Executor threads;
  private final SnapshotSender snapshots;

  /**
   * The service.
   *
   * @param threads for what a call's own thread must not wait for
   */
  MaintenanceService(ApiStore api, Executor threads) {
    this.api = api;
    this.threads = threads;
    this.snapshots = new SnapshotSender(api);
  }

  @Override
  public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> call) {
    ServerCallStreamObserver<SnapshotResponse> stream =
        (ServerCallStreamObserver<SnapshotResponse>) call;
    Semaphore wake = new Semaphore(0);
    stream.setOnReadyHandler(wake::release);
    stream.setOnCancelHandler(wake::release);
    threads.execute(() -> snapshots.send(stream, wake));
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          StoreInspection.Progress progress = api.inspection().progress();
          return StatusResponse.newBuilder()
              .setHeader(api.header())
              .setVersion(VERSION)
              .setDbSize(progress.bytes())
              .setDbSizeInUse(progress.bytes())
              .setLeader(api.memberId())
              .setRaftIndex(progress.index())
              .setRaftAppliedIndex(progress.index())
              .setRaftTerm(progress.term())
              .build();
        });
  }

  @Override
  public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> call) {
    ApiErrors.answer(call, () -> AlarmResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void defragment(DefragmentRequest request, StreamObserver<DefragmentResponse> call) {
    ApiErrors.answer(call, () -> DefragmentResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void hash(HashRequest request, StreamObserver<HashResponse> call) {
    ApiErrors.answer(
        call, () -> HashResponse.newBuilder().setHeader(api.header()).setHash(hashAt(0)).build());
  }

  @Override
  public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> call) {
    ApiErrors.answer(
        call,
        () ->
            HashKVResponse.newBuilder()
                .setHeader(api.header())
                .setHash(hashAt(Math.max(0, request.getRevision())))
                .setCompactRevision(api.store().compactedRevision())
                .build());
  }

  /** A hash of all that is alive at a revision: equal in all members, not equal to etcd's own. */
  private int hashAt(long revision) {
    CRC32C crc = new CRC32C();
    KeyRange range = KeyRange.ALL;
    long at = revision == 0 ? api.store().revision() : revision;
    boolean more = true;
    while (more) {
      RangeResult page = api.store().range(new RangeRequest(range, at, PAGE, false));
      for (KeyValue item : page.items()) {
        crc.update(item.key().array());
        crc.update(item.value().array());
        crc.update(
            ByteBuffer.allocate(32)
                .putLong(item.createRevision())
                .putLong(item.modRevision())
                .putLong(item.version())
                .putLong(item.lease())
                .flip());
      }
      more = page.more();
      if (more) {
        range = new KeyRange(page.items().getLast().key().successor(), range.end());
      }
    }
    return (int) crc.getValue();
  }
}
