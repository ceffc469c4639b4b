package io.jukung.server.chain;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.Credentials;
import io.jukung.server.authentication.WebSocketToken;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.AuditTrail;
import io.jukung.server.http.RequestHandler;
import io.jukung.server.upgrade.WebSocketHandshake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who asks; answers 401 to strangers. */
record AuthenticationStage(Authenticator authenticator, AuditSink audit, RequestHandler next)
    implements RequestHandler {
  /** How long a request that is no watch may take, as upstream's {@code --request-timeout}. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(AuthenticationStage.class);

  private StatusException refused(ApiCall call) {
    StatusException failure = StatusException.unauthorized();
    AuditTrail trail = audit.refused(call);
    trail.failed(failure);
    trail.responseStarted(failure.code());
    return failure;
  }

  @Override
  public void handle(ApiCall call) throws Exception {
    Credentials credentials =
        new Credentials(
            call.path(),
            Credentials.bearerToken(call.header("Authorization")).or(() -> webSocketToken(call)),
            call.clientCertificates(),
            List.of(),
            headers(call));
    switch (authenticator.authenticate(credentials)) {
      case Result.Authenticated(var user, var _) -> {
        long deadline =
            call.info().longRunning()
                ? Long.MAX_VALUE
                : call.arrivalNs() + REQUEST_TIMEOUT.toNanos();
        call.authenticated(new RequestContext(user, call.auditId(), call.userAgent(), deadline));
        next.handle(call);
      }
      case Result.Rejected(var reason) -> {
        LOG.debug("unauthenticated request, auditId={}: {}", call.auditId(), reason);
        throw refused(call);
      }
      case Result.Unknown _ -> throw refused(call);
    }
  }

  private static Optional<String> webSocketToken(ApiCall call) {
    return WebSocketHandshake.requested(call)
        ? WebSocketToken.of(call.rawHeaders("Sec-WebSocket-Protocol"))
        : Optional.empty();
  }

  private static Credentials.Headers headers(ApiCall call) {
    return new Credentials.Headers() {
      @Override
      public List<String> names() {
        return call.headerNames();
      }

      @Override
      public List<String> values(String name) {
        return call.rawHeaders(name);
      }
    };
  }
}
