package io.jukung.server.chain;

import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.http.RequestHandler;
import io.jukung.server.limits.UserLimits;

/** Puts the stages of a request's way together. */
public final class RequestChain {
  private RequestChain() {}

  /**
   * The whole way. Read from the bottom up, this is the order in which a request meets the stages;
   * decoding, defaulting, admission and the registry follow inside {@code endpoints}.
   */
  public static RequestHandler build(
      Authenticator authenticator,
      AuditSink audit,
      UserLimits limits,
      FlowController flowControl,
      Authorizer authorizer,
      RequestHandler endpoints) {
    RequestHandler handler = endpoints;
    handler = new AuthorizationStage(authorizer, handler);
    handler = new FlowControlStage(flowControl, handler);
    handler = limits.before(handler);
    handler = new ImpersonationStage(authorizer, handler);
    handler = new AuditStage(audit, handler);
    handler = new AuthenticationStage(authenticator, audit, handler);
    handler = new RequestInfoStage(handler);
    return handler;
  }
}
