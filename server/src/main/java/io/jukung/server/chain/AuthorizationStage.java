package io.jukung.server.chain;

import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.Authorizer.Decision;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.http.RequestHandler;

/** Answers 403 to those who may not do what they ask for. */
record AuthorizationStage(Authorizer authorizer, RequestHandler next) implements RequestHandler {
  @Override
  public void handle(ApiCall call) throws Exception {
    Attributes wanted = Attributes.of(call.context().user(), call.info());
    RequestContext context = call.context();
    switch (authorizer.authorize(wanted)) {
      case Decision.Allow(var reason) -> annotate(context, "allow", reason);
      case Decision.Deny(var reason) -> throw refused(call, wanted, reason);
      case Decision.NoOpinion(var reason) -> throw refused(call, wanted, reason);
      case Decision.Failed(var _, var _, var error) -> {
        context.annotate("authorization.k8s.io/reason", "internal error");
        neverSniff(call);
        throw new PlainFailure(
            500, harmless("Internal Server Error: " + FieldError.quote(uri(call)) + ": " + error));
      }
    }
    next.handle(call);
  }

  private static String uri(ApiCall call) {
    return call.rawQuery().isEmpty() ? call.rawPath() : call.rawPath() + "?" + call.rawQuery();
  }

  private static void annotate(RequestContext context, String decision, String reason) {
    context.annotate("authorization.k8s.io/decision", decision);
    context.annotate("authorization.k8s.io/reason", reason);
  }

  private static StatusException refused(ApiCall call, Attributes wanted, String reason) {
    annotate(call.context(), "forbid", reason);
    neverSniff(call);
    return refused(wanted, reason);
  }

  /** Keeps browsers from taking a refusal, which may quote what they sent, for a page. */
  static void neverSniff(ApiCall call) {
    call.answerHeader("X-Content-Type-Options", "nosniff");
  }

  /** Goes on when allowed; the answer's text is that of upstream's {@code ForbiddenStatusError}. */
  static void require(Authorizer authorizer, Attributes attributes) {
    switch (authorizer.authorize(attributes)) {
      case Decision.Allow _ -> {}
      case Decision.Deny(var reason) -> throw refused(attributes, reason);
      case Decision.NoOpinion(var reason) -> throw refused(attributes, reason);
      case Decision.Failed(var _, var reason, var _) -> throw refused(attributes, reason);
    }
  }

  /** The refusal, worded as upstream's. */
  static StatusException refused(Attributes attributes, String reason) {
    String user = "User \"" + attributes.user().name() + "\" cannot " + attributes.verb() + " ";
    String why = reason.isEmpty() ? "" : ": " + reason;
    if (!attributes.resourceRequest()) {
      return StatusException.forbidden(
          new GroupVersionResource("", "", ""),
          "",
          harmless(user + "path \"" + attributes.path() + "\"") + why);
    }
    String resource =
        attributes.subresource().isEmpty()
            ? attributes.resource()
            : attributes.resource() + "/" + attributes.subresource();
    String where =
        attributes.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"" + attributes.namespace() + "\"";
    return StatusException.forbidden(
        new GroupVersionResource(attributes.group(), attributes.version(), attributes.resource()),
        attributes.name(),
        harmless(
                user
                    + "resource \""
                    + resource
                    + "\" in API group \""
                    + attributes.group()
                    + "\" "
                    + where)
            + why);
  }

  /** The text without what would be taken for HTML. */
  private static String harmless(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
