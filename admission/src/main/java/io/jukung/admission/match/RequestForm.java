package io.jukung.admission.match;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;

/**
 * A write as webhooks and expressions are told of it: an {@code AdmissionRequest} without its
 * objects, {@code dryRun} and options ({@code admission.k8s.io/v1} at v1.36).
 */
public final class RequestForm {
  private RequestForm() {}

  /**
   * The request, its fields in upstream's order.
   *
   * @param match as which resource the write matched
   * @param uid names the request in its review; empty where there is none
   */
  public static ObjectNode of(AdmissionAttributes attributes, Match match, String uid) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("uid", uid);
    kind(request.putObject("kind"), match.kind());
    resource(request.putObject("resource"), match.resource());
    putUnlessEmpty(request, "subResource", attributes.subresource());
    kind(request.putObject("requestKind"), attributes.kind());
    resource(request.putObject("requestResource"), attributes.resource());
    putUnlessEmpty(request, "requestSubResource", attributes.subresource());
    putUnlessEmpty(request, "name", attributes.name());
    putUnlessEmpty(request, "namespace", attributes.namespace());
    request.put("operation", attributes.operation().name());
    user(attributes.user(), request.putObject("userInfo"));
    return request;
  }

  private static void user(UserInfo user, ObjectNode into) {
    putUnlessEmpty(into, "username", user.name());
    putUnlessEmpty(into, "uid", user.uid());
    if (!user.groups().isEmpty()) {
      user.groups().forEach(into.putArray("groups")::add);
    }
    if (!user.extra().isEmpty()) {
      ObjectNode extra = into.putObject("extra");
      user.extra().forEach((key, all) -> all.forEach(extra.withArray(key)::add));
    }
  }

  private static void kind(ObjectNode into, GroupVersionKind kind) {
    into.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
  }

  private static void resource(ObjectNode into, GroupVersionResource resource) {
    into.put("group", resource.group())
        .put("version", resource.version())
        .put("resource", resource.resource());
  }

  private static void putUnlessEmpty(ObjectNode into, String field, String text) {
    if (!text.isEmpty()) {
      into.put(field, text);
    }
  }
}
