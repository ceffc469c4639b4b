package io.jukung.server.chain;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.RequestHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets a sender who may do so act as somebody else, named by {@code Impersonate-*} headers, in the
 * first {@link ImpersonationMode} that allows it. Upstream's counterpart: {@code
 * pkg/endpoints/filters/impersonation} at v1.36.
 */
record ImpersonationStage(Authorizer authorizer, RequestHandler next) implements RequestHandler {
  private static final String PREFIX = "Impersonate-";
  private static final String EXTRA = "impersonate-extra-";

  @Override
  public void handle(ApiCall call) throws Exception {
    if (asks(call)) {
      try {
        impersonate(call);
      } catch (StatusException e) {
        AuthorizationStage.neverSniff(call);
        throw e;
      }
    }
    next.handle(call);
  }

  private void impersonate(ApiCall call) {
    UserInfo wanted = wanted(call);
    if (!wanted.name().isEmpty()) {
      RequestContext own = call.context();
      impersonated(call, wanted, Attributes.of(own.user(), call.info()));
    }
  }

  private static boolean asks(ApiCall call) {
    for (String name : call.headerNames()) {
      if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
        return true;
      }
    }
    return false;
  }

  private void impersonated(ApiCall call, UserInfo wanted, Attributes request) {
    StatusException first = null;
    for (ImpersonationMode mode : ImpersonationMode.values()) {
      if (mode.fits(wanted, request.user())) {
        try {
          UserInfo user = mode.impersonate(authorizer, wanted, request);
          call.authenticated(call.context().as(user));
          call.trail().impersonated(user, mode.constraint());
          return;
        } catch (StatusException e) {
          first = first == null ? e : first;
        }
      }
    }
    throw first == null ? StatusException.internal("all impersonation modes failed") : first;
  }

  /** The user as the headers have it; nameless when they name none. */
  private static UserInfo wanted(ApiCall call) {
    UserInfo wanted =
        new UserInfo(
            call.header("Impersonate-User"),
            call.header("Impersonate-Uid"),
            call.rawHeaders("Impersonate-Group"),
            extra(call));
    boolean more =
        !wanted.uid().isEmpty() || !wanted.groups().isEmpty() || !wanted.extra().isEmpty();
    if (wanted.name().isEmpty() && more) {
      throw StatusException.badRequest(
          "requested " + printed(wanted) + " without impersonating a user name");
    }
    return wanted;
  }

  private static Map<String, List<String>> extra(ApiCall call) {
    Map<String, List<String>> extra = new TreeMap<>();
    for (String header : call.headerNames()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith(EXTRA)) {
        extra.put(unescaped(lower.substring(EXTRA.length())), call.rawHeaders(header));
      }
    }
    return extra;
  }

  /** A key's bytes may be percent-encoded; one that is wrongly so is taken as it is. */
  private static String unescaped(String key) {
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  /** The user as Go's {@code %#v} prints it. */
  private static String printed(UserInfo user) {
    String extra =
        user.extra().entrySet().stream()
            .map(entry -> FieldError.quote(entry.getKey()) + ":" + list(entry.getValue()))
            .sorted()
            .collect(Collectors.joining(", ", "{", "}"));
    return "&user.DefaultInfo{Name:\"\", UID:"
        + FieldError.quote(user.uid())
        + ", Groups:"
        + (user.groups().isEmpty() ? "[]string(nil)" : list(user.groups()))
        + ", Extra:map[string][]string"
        + (user.extra().isEmpty() ? "(nil)" : extra)
        + "}";
  }

  private static String list(List<String> texts) {
    return texts.stream()
        .map(FieldError::quote)
        .collect(Collectors.joining(", ", "[]string{", "}"));
  }
}
