package io.jukung.server.chain;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.RequestHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets a sender who may do so act as somebody else, named by {@code Impersonate-*} headers: each
 * part of the wanted identity is authorized with the verb {@code impersonate}. Upstream's
 * counterpart: {@code pkg/endpoints/filters/impersonation}.
 */
record ImpersonationStage(Authorizer authorizer, RequestHandler next) implements RequestHandler {
  private static final String USER = "Impersonate-User";
  private static final String GROUP = "Impersonate-Group";
  private static final String UID = "Impersonate-Uid";
  private static final String EXTRA = "impersonate-extra-";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  @Override
  public void handle(ApiCall call) throws Exception {
    if (wanted(call)) {
      RequestContext own = call.context();
      UserInfo user = impersonated(call, own.user());
      call.authenticated(
          new RequestContext(user, own.auditId(), own.userAgent(), own.deadlineNs()));
    }
    next.handle(call);
  }

  private static boolean wanted(ApiCall call) {
    for (String name : call.headerNames()) {
      if (name.regionMatches(true, 0, "Impersonate-", 0, "Impersonate-".length())) {
        return true;
      }
    }
    return false;
  }

  private UserInfo impersonated(ApiCall call, UserInfo requester) {
    String name = call.header(USER);
    List<String> groups = new ArrayList<>(call.rawHeaders(GROUP));
    String uid = call.header(UID);
    Map<String, List<String>> extra = extra(call);
    if (name.isEmpty()) {
      throw StatusException.badRequest("impersonation without impersonating a user name");
    }
    if (name.startsWith(SERVICE_ACCOUNT)) {
      String[] parts = name.substring(SERVICE_ACCOUNT.length()).split(":", -1);
      if (parts.length == 2) {
        check(requester, "", "serviceaccounts", "", parts[0], parts[1]);
        if (groups.isEmpty()) {
          groups.add("system:serviceaccounts");
          groups.add("system:serviceaccounts:" + parts[0]);
        }
      } else {
        check(requester, "", "users", "", "", name);
      }
    } else {
      check(requester, "", "users", "", "", name);
    }
    for (String group : call.rawHeaders(GROUP)) {
      check(requester, "", "groups", "", "", group);
    }
    if (!uid.isEmpty()) {
      check(requester, "authentication.k8s.io", "uids", "", "", uid);
    }
    extra.forEach(
        (key, values) ->
            values.forEach(
                value -> check(requester, "authentication.k8s.io", "userextras", key, "", value)));
    if (!name.equals(UserInfo.ANONYMOUS.name()) && !groups.contains(UserInfo.AUTHENTICATED)) {
      groups.add(UserInfo.AUTHENTICATED);
    }
    return new UserInfo(name, uid, groups, extra);
  }

  private static Map<String, List<String>> extra(ApiCall call) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (String header : call.headerNames()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith(EXTRA)) {
        String key = lower.substring(EXTRA.length());
        try {
          key = URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          throw StatusException.badRequest("invalid header " + header);
        }
        extra.put(key, List.copyOf(call.rawHeaders(header)));
      }
    }
    return extra;
  }

  private void check(
      UserInfo requester,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    Attributes attributes =
        new Attributes(
            requester,
            "impersonate",
            true,
            group,
            "v1",
            resource,
            subresource,
            namespace,
            name,
            "");
    AuthorizationStage.require(authorizer, attributes);
  }
}
