package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.AlarmMember;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmRequest.AlarmAction;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.HashRequest;
import io.etcd.jetcd.api.HashResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.MoveLeaderResponse;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jukung.raftstore.Member;
import io.jukung.raftstore.RefusedException;
import io.jukung.raftstore.StoreInspection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code etcdserverpb.Maintenance}. There is nothing to defragment, and the alarms are facts: they
 * go when what they tell of does.
 */
final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenanceService.class);

  /** The release of etcd whose API this is; clients choose features by it. */
  private static final String VERSION = "3.5.21";

  private final ApiStore api;
  private final Executor threads;
  private final SnapshotSender snapshots;
  private final Alarms alarms;
  private final StateHashes hashes;

  /**
   * The service.
   *
   * @param threads for what a call's own thread must not wait for
   */
  MaintenanceService(ApiStore api, Executor threads) {
    this.api = api;
    this.threads = threads;
    this.snapshots = new SnapshotSender(api);
    this.alarms = new Alarms(api);
    this.hashes = new StateHashes(api);
  }

  /** The service with {@code Downgrade}, which jetcd does not know. */
  ServerServiceDefinition definition() {
    return ExtraMethods.with(
        bindService(),
        "Downgrade",
        DefragmentRequest.getDefaultInstance(),
        DefragmentResponse.getDefaultInstance(),
        request -> {
          throw failed("etcdserver: this store has no older format to go back to");
        });
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          StoreInspection.Progress progress = api.inspection().progress();
          List<Member> members = api.store().group().members();
          Optional<Member> leader = members.stream().filter(Member::leads).findFirst();
          StatusResponse.Builder status =
              StatusResponse.newBuilder()
                  .setHeader(api.header())
                  .setVersion(VERSION)
                  .setDbSize(progress.bytes())
                  .setDbSizeInUse(progress.bytes())
                  .setLeader(leader.map(l -> api.inspection().memberId(l.name())).orElse(0L))
                  .setRaftIndex(progress.index())
                  .setRaftAppliedIndex(progress.index())
                  .setRaftTerm(api.extras().newestTerm())
                  .setIsLearner(
                      members.stream()
                          .anyMatch(m -> !m.votes() && m.name().equals(api.inspection().member())));
          if (leader.isEmpty()) {
            status.addErrors("etcdserver: no leader");
          }
          alarms.raised().forEach(alarm -> status.addErrors(Alarms.text(alarm)));
          return status.build();
        });
  }

  @Override
  public void moveLeader(MoveLeaderRequest request, StreamObserver<MoveLeaderResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          Member own = member(api.memberId());
          if (!own.leads()) {
            throw failed("etcdserver: not leader");
          }
          Member next = member(request.getTargetID());
          try {
            api.store().group().handOver(next.name());
          } catch (RefusedException e) {
            LOG.debug("leadership not handed over", e);
            throw failed(
                member(api.memberId()).leads()
                    ? "etcdserver: bad leader transferee"
                    : "etcdserver: not leader");
          } catch (IOException e) {
            LOG.info("leadership not handed over: {}", e.getMessage());
            throw Status.UNAVAILABLE
                .withDescription("etcdserver: request timed out")
                .asRuntimeException();
          }
          return MoveLeaderResponse.newBuilder().setHeader(api.header()).build();
        });
  }

  private Member member(long id) {
    return api.store().group().members().stream()
        .filter(member -> api.inspection().memberId(member.name()) == id)
        .findFirst()
        .orElseThrow(() -> failed("etcdserver: bad leader transferee"));
  }

  private static StatusRuntimeException failed(String text) {
    return Status.FAILED_PRECONDITION.withDescription(text).asRuntimeException();
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
  public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          if (request.getAction() == AlarmAction.ACTIVATE) {
            throw failed("etcdserver: alarms of this store are raised by what they tell of only");
          }
          // None is switched off by being asked to.
          List<AlarmMember> told =
              request.getAction() == AlarmAction.GET
                  ? alarms.raised(request.getAlarmValue())
                  : List.of();
          return AlarmResponse.newBuilder().setHeader(api.header()).addAllAlarms(told).build();
        });
  }

  @Override
  public void defragment(DefragmentRequest request, StreamObserver<DefragmentResponse> call) {
    ApiErrors.answer(call, () -> DefragmentResponse.newBuilder().setHeader(api.header()).build());
  }

  @Override
  public void hash(HashRequest request, StreamObserver<HashResponse> call) {
    ApiErrors.answer(
        call,
        () -> HashResponse.newBuilder().setHeader(api.header()).setHash(hashes.at(0)).build());
  }

  @Override
  public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          long revision =
              request.getRevision() > 0 ? request.getRevision() : api.store().revision();
          return ExtraFields.hashedAt(
                  HashKVResponse.newBuilder()
                      .setHeader(api.header())
                      .setHash(hashes.at(revision))
                      .setCompactRevision(api.store().compactedRevision()),
                  revision)
              .build();
        });
  }
}
