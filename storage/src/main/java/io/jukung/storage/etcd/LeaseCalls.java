package io.jukung.storage.etcd;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jukung.storage.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeping a lease alive, which etcd has as a stream only: one stream for one beat. */
final class LeaseCalls {
  private LeaseCalls() {}

  static void keepAlive(Endpoints endpoints, Calls calls, long lease) {
    long deadlineNs = System.nanoTime() + calls.timeoutNs();
    for (int attempt = 0; ; attempt++) {
      calls.requireOpen();
      Endpoints.Endpoint endpoint = endpoints.current();
      CompletableFuture<Long> ttl = new CompletableFuture<>();
      try {
        StreamObserver<LeaseKeepAliveRequest> beat =
            LeaseGrpc.newStub(endpoint.channel()).leaseKeepAlive(new First(ttl));
        beat.onNext(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
        beat.onCompleted();
      } catch (IllegalStateException e) {
        ttl.completeExceptionally(e); // The call failed before the request was handed to it.
      }
      try {
        if (ttl.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS) <= 0) {
          throw new StoreException.LeaseNotFound(lease);
        }
        return;
      } catch (ExecutionException e) {
        if (deadlineNs - System.nanoTime() <= 0) {
          throw new StoreException.Unavailable("etcd: " + e.getCause());
        }
        // A second beat does no harm.
        boolean token = Fate.of(Status.fromThrowable(e), true) == Fate.TOKEN;
        if (!token || !calls.authenticate(endpoint)) {
          calls.moveOn(endpoint, attempt);
        }
      } catch (TimeoutException e) {
        throw new StoreException.Unavailable("etcd did not answer a lease's beat in time");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException.Unavailable("interrupted");
      }
    }
  }

  /** Takes the first answer. */
  private record First(CompletableFuture<Long> ttl)
      implements StreamObserver<LeaseKeepAliveResponse> {
    @Override
    public void onNext(LeaseKeepAliveResponse answer) {
      ttl.complete(answer.getTTL());
    }

    @Override
    public void onError(Throwable failure) {
      ttl.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      ttl.completeExceptionally(new IllegalStateException("no answer"));
    }
  }
}
