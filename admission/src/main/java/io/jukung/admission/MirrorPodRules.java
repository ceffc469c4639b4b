package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.util.Optional;

/** What a node may create: mirror pods of its own. */
final class MirrorPodRules {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");

  private MirrorPodRules() {}

  static void create(String node, AdmissionAttributes attributes, AdmissionObjects objects) {
    JsonNode pod = attributes.object().orElseThrow();
    if (!pod.path("metadata").path("annotations").has(MIRROR)) {
      throw Refusal.forbidden(
          attributes,
          "pod does not have \""
              + MIRROR
              + "\" annotation, node \""
              + node
              + "\" can only create mirror pods");
    }
    require(
        NodeRestriction.nodeOf(pod).equals(node),
        attributes,
        node,
        "can only create pods with spec.nodeName set to itself");
    JsonNode owners = pod.path("metadata").path("ownerReferences");
    require(
        owners.size() <= 1,
        attributes,
        node,
        "can only create pods with a single owner reference set to itself");
    owner(node, attributes, owners.path(0), objects);
    Optional<String> referred = ApiReferences.of(pod.path("spec"));
    if (referred.isPresent()) {
      throw NodeRestriction.refused(
          attributes, node, "can not create pods that reference " + referred.get());
    }
  }

  private static void owner(
      String node, AdmissionAttributes attributes, JsonNode owner, AdmissionObjects objects) {
    require(
        owner.path("apiVersion").asText("").equals("v1")
            && owner.path("kind").asText("").equals("Node")
            && owner.path("name").asText("").equals(node),
        attributes,
        node,
        "can only create pods with an owner reference set to itself");
    require(
        owner.path("controller").asBoolean(),
        attributes,
        node,
        "can only create pods with a controller owner reference set to itself");
    require(
        !owner.path("blockOwnerDeletion").asBoolean(),
        attributes,
        node,
        "must not set blockOwnerDeletion on an owner reference");
    JsonNode found =
        objects.find(NODES, "", node).orElseThrow(() -> StatusException.notFound(NODES, node));
    String uid = found.path("metadata").path("uid").asText("");
    if (!owner.path("uid").asText("").equals(uid)) {
      throw Refusal.forbidden(
          attributes,
          "node "
              + node
              + " UID mismatch: expected "
              + owner.path("uid").asText("")
              + " got "
              + uid);
    }
  }

  private static void require(
      boolean holds, AdmissionAttributes attributes, String node, String text) {
    if (!holds) {
      throw NodeRestriction.refused(attributes, node, text);
    }
  }
}
