package io.jukung.storage.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.jukung.storage.StoreException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls with one answer, sent again where that is safe: a read always, a write only when no member
 * can have seen it. A write that may have been done fails as {@link StoreException.Uncertain}.
 */
final class Calls {
  private static final long ATTEMPT_NS = TimeUnit.SECONDS.toNanos(3);
  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 500;
  private static final int TOKENS = 3;

  /** Refused for a reason that only the caller can put into the store's terms. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Status status;

    Refused(Status status) {
      super(status.getDescription(), null, false, false);
      this.status = status;
    }

    Status.Code code() {
      return status.getCode();
    }

    /** Whether etcd's text says this. */
    boolean says(String text) {
      return String.valueOf(status.getDescription()).contains(text);
    }
  }

  private final Endpoints endpoints;
  private final Optional<EtcdCredentials> credentials;
  private final long timeoutNs;
  private volatile boolean closed;

  Calls(Endpoints endpoints, Optional<EtcdCredentials> credentials, long timeoutNs) {
    this.endpoints = endpoints;
    this.credentials = credentials;
    this.timeoutNs = timeoutNs;
  }

  long timeoutNs() {
    return timeoutNs;
  }

  /** Sends a request that changes nothing. */
  <Q, A> A read(MethodDescriptor<Q, A> method, Q request) {
    return call(method, request, true);
  }

  /** Sends a request that changes something. */
  <Q, A> A write(MethodDescriptor<Q, A> method, Q request) {
    return call(method, request, false);
  }

  /** Every call fails from now on. */
  void close() {
    closed = true;
  }

  void requireOpen() {
    if (closed) {
      throw new StoreException.Unavailable("store closed");
    }
  }

  private <Q, A> A call(MethodDescriptor<Q, A> method, Q request, boolean repeatable) {
    long deadlineNs = System.nanoTime() + timeoutNs;
    int tokens = 0;
    for (int attempt = 0; ; attempt++) {
      requireOpen();
      Endpoints.Endpoint endpoint = endpoints.current();
      long leftNs = Math.max(1, deadlineNs - System.nanoTime());
      Sent sent = new Sent();
      try {
        return ClientCalls.blockingUnaryCall(
            endpoint.channel(),
            method,
            CallOptions.DEFAULT
                .withDeadlineAfter(
                    repeatable ? Math.min(leftNs, ATTEMPT_NS) : leftNs, TimeUnit.NANOSECONDS)
                .withStreamTracerFactory(sent),
            request);
      } catch (StatusRuntimeException e) {
        switch (Fate.of(e.getStatus(), sent.sent())) {
          case REFUSED -> throw new Refused(e.getStatus());
          case TOKEN -> {
            if (credentials.isEmpty() || tokens == TOKENS) {
              throw new StoreException.Unavailable(text(endpoint, e));
            }
            if (authenticate(endpoint)) {
              tokens++;
            } else {
              // It knows that the token is old, but gives no other yet: it has no leader.
              requireTime(deadlineNs, endpoint, e);
              moveOn(endpoint, attempt);
            }
          }
          case NOT_DONE -> {
            requireTime(deadlineNs, endpoint, e);
            moveOn(endpoint, attempt);
          }
          case UNKNOWN -> {
            endpoints.failed(endpoint);
            if (!repeatable) {
              throw new StoreException.Uncertain("write sent: " + text(endpoint, e));
            }
            requireTime(deadlineNs, endpoint, e);
            moveOn(endpoint, attempt);
          }
        }
      }
    }
  }

  /**
   * Logs in; needed once before the first call, and again when etcd forgot the token.
   *
   * @return false when it could not be asked; the endpoint is then marked as failed
   */
  boolean authenticate(Endpoints.Endpoint endpoint) {
    if (credentials.isEmpty()) {
      return true;
    }
    AuthenticateRequest request =
        AuthenticateRequest.newBuilder()
            .setName(credentials.get().user())
            .setPassword(credentials.get().password())
            .build();
    try {
      endpoints.token(
          ClientCalls.blockingUnaryCall(
                  endpoint.channel(),
                  AuthGrpc.getAuthenticateMethod(),
                  CallOptions.DEFAULT.withDeadlineAfter(ATTEMPT_NS, TimeUnit.NANOSECONDS),
                  request)
              .getToken());
      return true;
    } catch (StatusRuntimeException e) {
      if (Fate.of(e.getStatus(), true) == Fate.REFUSED) {
        throw new StoreException.Unavailable("etcd login: " + text(endpoint, e));
      }
      endpoints.failed(endpoint);
      return false;
    }
  }

  private void requireTime(long deadlineNs, Endpoints.Endpoint endpoint, StatusRuntimeException e) {
    requireOpen();
    if (Thread.currentThread().isInterrupted() || deadlineNs - System.nanoTime() <= 0) {
      throw new StoreException.Unavailable(text(endpoint, e));
    }
  }

  /** To the next member at once; when all have been asked, after a pause that grows. */
  void moveOn(Endpoints.Endpoint endpoint, int attempt) {
    endpoints.failed(endpoint);
    int rounds = attempt / endpoints.size();
    if (attempt % endpoints.size() == endpoints.size() - 1) {
      long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(rounds, 10));
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pauseMs));
    }
  }

  private static String text(Endpoints.Endpoint endpoint, StatusRuntimeException e) {
    Throwable cause = e.getStatus().getCause();
    String more = cause == null ? "" : " (" + cause.getMessage() + ")";
    return "etcd " + endpoint.address() + ": " + e.getStatus().getDescription() + more;
  }
}
