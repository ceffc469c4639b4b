package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.serviceaccount.TokenClaims.Reference;
import java.util.Optional;

/** Finds the object that a token is to be bound to. Safe for all threads. */
record BoundObjects(TokenObjects objects) {
  /**
   * What a token is bound to.
   *
   * @param node the node itself, or the one the pod runs on
   */
  record Found(Optional<Reference> pod, Optional<Reference> secret, Optional<Reference> node) {}

  private static final Found NOTHING =
      new Found(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * The object that a {@code boundObjectRef} names; nothing when there is none.
   *
   * @param account the name of the service account the token is for
   * @throws StatusException when it does not exist, or is not what the reference says
   */
  Found find(JsonNode reference, String namespace, String account) {
    if (!reference.isObject()) {
      return NOTHING;
    }
    GroupVersion version = version(reference.path("apiVersion").asText(""));
    String kind = reference.path("kind").asText("");
    String name = reference.path("name").asText("");
    Found found;
    Reference bound;
    switch (version.group().isEmpty() ? kind : "") {
      case "Pod" -> {
        JsonNode pod = objects.newest("pods", namespace, name);
        if (!pod.path("spec").path("serviceAccountName").asText("").equals(account)) {
          throw StatusException.badRequest(
              "cannot bind token for serviceaccount "
                  + FieldError.quote(account)
                  + " to pod running with different serviceaccount name.");
        }
        bound = Reference.of(pod);
        found = new Found(Optional.of(bound), Optional.empty(), nodeOf(pod));
      }
      case "Node" -> {
        bound = Reference.of(objects.newest("nodes", "", name));
        found = new Found(Optional.empty(), Optional.empty(), Optional.of(bound));
      }
      case "Secret" -> {
        bound = Reference.of(objects.newest("secrets", namespace, name));
        found = new Found(Optional.empty(), Optional.of(bound), Optional.empty());
      }
      default ->
          throw StatusException.badRequest(
              "cannot bind token to object of type " + version.apiVersion() + ", Kind=" + kind);
    }
    checkUid(reference.path("uid").asText(""), bound, version.kind(kind));
    return found;
  }

  private static GroupVersion version(String apiVersion) {
    try {
      return GroupVersion.parse(apiVersion);
    } catch (IllegalArgumentException e) {
      return new GroupVersion("", "");
    }
  }

  private Optional<Reference> nodeOf(JsonNode pod) {
    String node = pod.path("spec").path("nodeName").asText("");
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            objects.find("nodes", "", node).map(Reference::of).orElse(new Reference(node, "")));
  }

  private static void checkUid(String wanted, Reference bound, GroupVersionKind kind) {
    if (!wanted.isEmpty() && !wanted.equals(bound.uid())) {
      throw StatusException.conflict(
          new GroupVersionResource(kind.group(), kind.version(), kind.kind()),
          bound.name(),
          "the UID in the bound object reference ("
              + wanted
              + ") does not match the UID in record. The object might have been deleted and then"
              + " recreated");
    }
  }
}
