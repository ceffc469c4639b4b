package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.match.Match;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;

/** Writes {@code AdmissionReview}s; those of {@code v1} and {@code v1beta1} differ in name only. */
final class Review {
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");

  private Review() {}

  /** The first of a webhook's versions that is known. */
  static Optional<String> version(Webhook webhook) {
    return webhook.reviewVersions().stream().filter(VERSIONS::contains).findFirst();
  }

  /**
   * The review of a write.
   *
   * @param object in the form of the match
   * @param old in the form of the match
   */
  static ObjectNode of(
      AdmissionAttributes attributes,
      Match match,
      Optional<ObjectNode> object,
      Optional<ObjectNode> old,
      String version,
      String uid) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/" + version);
    ObjectNode request = review.putObject("request");
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
    user(attributes, request.putObject("userInfo"));
    request.set("object", tree(object));
    request.set("oldObject", tree(old));
    request.put("dryRun", attributes.dryRun());
    request.set("options", tree(attributes.options().get()));
    return review;
  }

  private static void user(AdmissionAttributes attributes, ObjectNode user) {
    putUnlessEmpty(user, "username", attributes.user().name());
    putUnlessEmpty(user, "uid", attributes.user().uid());
    if (!attributes.user().groups().isEmpty()) {
      attributes.user().groups().forEach(user.putArray("groups")::add);
    }
    if (!attributes.user().extra().isEmpty()) {
      ObjectNode extra = user.putObject("extra");
      attributes.user().extra().forEach((key, all) -> all.forEach(extra.withArray(key)::add));
    }
  }

  private static JsonNode tree(Optional<ObjectNode> object) {
    return object.isPresent() ? object.get() : NullNode.getInstance();
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
