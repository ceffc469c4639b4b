package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;

/**
 * Keeps kubelets to their own node and the pods on it.
 *
 * <p>Upstream: {@code plugin/pkg/admission/noderestriction} at v1.36.
 */
final class NodeRestriction implements AdmissionPlugin {
  private static final String USER = "system:node:";
  private static final String GROUP = "system:nodes";
  private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

  private final AdmissionObjects objects;

  /** Finds pods and nodes in {@code objects}. */
  NodeRestriction(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "NodeRestriction";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    UserInfo user = attributes.user();
    if (!user.name().startsWith(USER)
        || !user.groups().contains(GROUP)
        || attributes.operation() == Operation.CONNECT) {
      return;
    }
    String node = user.name().substring(USER.length());
    if (node.isEmpty()) {
      throw Refusal.forbidden(
          attributes, "could not determine node from user \"" + user.name() + "\"");
    }
    switch (attributes.resource().groupResource()) {
      case "pods" -> pod(node, attributes);
      case "nodes" -> NodeRestrictionRules.node(node, attributes);
      case "persistentvolumeclaims" -> NodeRestrictionRules.claim(node, attributes);
      case "serviceaccounts" -> token(node, attributes);
      case "leases.coordination.k8s.io" -> NodeRestrictionRules.lease(node, attributes);
      case "csinodes.storage.k8s.io" -> NodeRestrictionRules.csiNode(node, attributes);
      case "resourceslices.resource.k8s.io" -> NodeRestrictionRules.slice(node, attributes);
      default -> {}
    }
  }

  private void pod(String node, AdmissionAttributes attributes) {
    switch (attributes.subresource()) {
      case "" -> {
        switch (attributes.operation()) {
          case CREATE -> MirrorPodRules.create(node, attributes, objects);
          case DELETE -> {
            if (!nodeOf(existing(attributes, attributes.name())).equals(node)) {
              throw refused(
                  attributes, node, "can only delete pods with spec.nodeName set to itself");
            }
          }
          case UPDATE, CONNECT ->
              throw Refusal.forbidden(
                  attributes,
                  "unexpected operation \""
                      + attributes.operation()
                      + "\", node \""
                      + node
                      + "\" can only create and delete mirror pods");
        }
      }
      case "status" -> NodeRestrictionRules.podStatus(node, attributes);
      case "eviction" -> {
        if (!nodeOf(existing(attributes, attributes.name())).equals(node)) {
          throw Refusal.forbidden(
              attributes, "node " + node + " can only evict pods with spec.nodeName set to itself");
        }
      }
      default ->
          throw Refusal.forbidden(
              attributes,
              "unexpected pod subresource \""
                  + attributes.subresource()
                  + "\", only 'status' and 'eviction' are allowed");
    }
  }

  private JsonNode existing(AdmissionAttributes attributes, String name) {
    return objects
        .find(PODS, attributes.namespace(), name)
        .orElseThrow(() -> StatusException.notFound(PODS, name));
  }

  static String nodeOf(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText("");
  }

  /** A refusal that begins with the node. */
  static StatusException refused(AdmissionAttributes attributes, String node, String text) {
    return Refusal.forbidden(attributes, "node \"" + node + "\" " + text);
  }

  private void token(String node, AdmissionAttributes attributes) {
    if (attributes.operation() != Operation.CREATE || !attributes.subresource().equals("token")) {
      return;
    }
    JsonNode spec = attributes.object().orElseThrow().path("spec");
    JsonNode reference = spec.path("boundObjectRef");
    String name = reference.path("name").asText("");
    String uid = reference.path("uid").asText("");
    if (!reference.path("apiVersion").asText("").equals("v1")
        || !reference.path("kind").asText("").equals("Pod")
        || name.isEmpty()) {
      throw Refusal.forbidden(attributes, "node requested token not bound to a pod");
    }
    if (uid.isEmpty()) {
      throw Refusal.forbidden(attributes, "node requested token with a pod binding without a uid");
    }
    JsonNode pod = existing(attributes, name);
    if (!uid.equals(pod.path("metadata").path("uid").asText(""))) {
      throw Refusal.forbidden(
          attributes,
          "the UID in the bound object reference ("
              + uid
              + ") does not match the UID in record. The object might have been deleted and then"
              + " recreated");
    }
    if (!nodeOf(pod).equals(node)) {
      throw Refusal.forbidden(
          attributes, "node requested token bound to a pod scheduled on a different node");
    }
    NodeAudiences.check(attributes, pod, spec.path("audiences"));
  }
}
