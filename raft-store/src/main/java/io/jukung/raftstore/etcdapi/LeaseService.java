package io.jukung.raftstore.etcdapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jukung.raftstore.StoreInspection;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** {@code etcdserverpb.Lease}. */
final class LeaseService extends LeaseGrpc.LeaseImplBase {
  /** {@code LeaseLeasesResponse.leases} and {@code LeaseStatus.ID}, which jetcd does not know. */
  private static final int LEASES_FIELD = 2;

  private static final int LEASE_ID_FIELD = 1;

  private final ApiStore api;

  LeaseService(ApiStore api) {
    this.api = api;
  }

  /** The service with {@code LeaseLeases}, which jetcd does not know. */
  ServerServiceDefinition definition() {
    return ExtraMethods.with(
        bindService(),
        "LeaseLeases",
        LeaseRevokeRequest.getDefaultInstance(),
        LeaseRevokeResponse.getDefaultInstance(),
        request -> leases());
  }

  @Override
  public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          if (request.getID() < 0) {
            throw ApiErrors.invalid("etcdserver: lease ids are above 0 here").asRuntimeException();
          }
          long ttl = Math.max(1, request.getTTL());
          if (ttl > Store.MAX_LEASE_SECONDS) {
            throw Status.OUT_OF_RANGE
                .withDescription("etcdserver: too large lease TTL")
                .asRuntimeException();
          }
          return LeaseGrantResponse.newBuilder()
              .setID(grant(ttl, request.getID()))
              .setTTL(ttl)
              .setHeader(api.header())
              .build();
        });
  }

  private long grant(long ttl, long id) {
    try {
      return api.extras().grantLease(ttl, id);
    } catch (StoreException.Invalid e) {
      // Nothing else can be wrong with it.
      throw Status.FAILED_PRECONDITION
          .withDescription("etcdserver: lease already exists")
          .withCause(e)
          .asRuntimeException();
    }
  }

  @Override
  public void leaseRevoke(LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          api.store().revokeLease(request.getID());
          return LeaseRevokeResponse.newBuilder().setHeader(api.header()).build();
        });
  }

  @Override
  public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(
      StreamObserver<LeaseKeepAliveResponse> call) {
    return new StreamObserver<>() {
      @Override
      public void onNext(LeaseKeepAliveRequest request) {
        try {
          call.onNext(beat(request.getID()));
        } catch (StoreException e) {
          call.onError(ApiErrors.status(e).asRuntimeException());
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        call.onCompleted();
      }
    };
  }

  /** A lease that is not there any more has no time left; etcd has no error for it. */
  private LeaseKeepAliveResponse beat(long id) {
    LeaseKeepAliveResponse.Builder answer = LeaseKeepAliveResponse.newBuilder().setID(id);
    try {
      api.store().keepAlive(id);
      answer.setTTL(api.inspection().lease(id).map(StoreInspection.Lease::ttlSeconds).orElse(0L));
    } catch (StoreException.LeaseNotFound e) {
      answer.setTTL(0);
    }
    return answer.setHeader(api.header()).build();
  }

  @Override
  public void leaseTimeToLive(
      LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> call) {
    ApiErrors.answer(
        call,
        () -> {
          var _ = api.store().readBarrier();
          Optional<StoreInspection.Lease> lease = api.inspection().lease(request.getID());
          LeaseTimeToLiveResponse.Builder answer =
              LeaseTimeToLiveResponse.newBuilder()
                  .setHeader(api.header())
                  .setID(request.getID())
                  .setTTL(lease.map(StoreInspection.Lease::remainingSeconds).orElse(-1L))
                  .setGrantedTTL(lease.map(StoreInspection.Lease::ttlSeconds).orElse(0L));
          if (request.getKeys()) {
            api.inspection()
                .keys(request.getID())
                .forEach(key -> answer.addKeys(ApiMessages.bytes(key)));
          }
          return answer.build();
        });
  }

  /** All leases, in the message jetcd has no class for: a header, then what it does not know. */
  private LeaseRevokeResponse leases() {
    var _ = api.store().readBarrier();
    UnknownFieldSet.Field.Builder leases = UnknownFieldSet.Field.newBuilder();
    api.inspection().leases().forEach(id -> leases.addLengthDelimited(status(id)));
    return LeaseRevokeResponse.newBuilder()
        .setHeader(api.header())
        .setUnknownFields(
            UnknownFieldSet.newBuilder().addField(LEASES_FIELD, leases.build()).build())
        .build();
  }

  private static ByteString status(long id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt64(LEASE_ID_FIELD, id);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
