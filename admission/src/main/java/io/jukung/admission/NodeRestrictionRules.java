package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a node may change of objects that belong to it. */
final class NodeRestrictionRules {
  private static final String LEASES = "kube-node-lease";

  private NodeRestrictionRules() {}

  static void podStatus(String node, AdmissionAttributes attributes) {
    if (attributes.operation() != Operation.UPDATE) {
      throw Refusal.forbidden(
          attributes, "unexpected operation \"" + attributes.operation() + "\"");
    }
    JsonNode old = attributes.old().orElseThrow();
    JsonNode pod = attributes.object().orElseThrow();
    if (!NodeRestriction.nodeOf(old).equals(node)) {
      throw NodeRestriction.refused(
          attributes, node, "can only update pod status for pods with spec.nodeName set to itself");
    }
    if (!old.path("metadata").path("labels").equals(pod.path("metadata").path("labels"))) {
      throw NodeRestriction.refused(attributes, node, "cannot update labels through pod status");
    }
    if (differs(old, pod, "resourceClaimStatuses")) {
      throw NodeRestriction.refused(attributes, node, "cannot update resource claim statues");
    }
    if (differs(old, pod, "extendedResourceClaimStatus")) {
      throw NodeRestriction.refused(
          attributes, node, "cannot update extended resource claim status");
    }
  }

  private static boolean differs(JsonNode old, JsonNode pod, String field) {
    return !old.path("status").path(field).equals(pod.path("status").path(field));
  }

  static void node(String node, AdmissionAttributes attributes) {
    String name = attributes.displayName();
    if (!name.equals(node)) {
      throw NodeRestriction.refused(
          attributes, node, "is not allowed to modify node \"" + name + "\"");
    }
    if (!attributes.writes()) {
      return;
    }
    JsonNode wanted = attributes.object().orElseThrow();
    if (attributes.operation() == Operation.CREATE) {
      Set<String> labels =
          NodeLabels.forbidden(
              wanted.path("metadata").path("labels"), wanted.path("metadata").path(""));
      if (!labels.isEmpty()) {
        throw NodeRestriction.refused(
            attributes,
            node,
            "is not allowed to set the following labels: " + String.join(", ", labels));
      }
      return;
    }
    JsonNode old = attributes.old().orElseThrow();
    if (!list(wanted.path("spec").path("taints")).equals(list(old.path("spec").path("taints")))) {
      throw NodeRestriction.refused(attributes, node, "is not allowed to modify taints");
    }
    if (!list(wanted.path("metadata").path("ownerReferences"))
        .equals(list(old.path("metadata").path("ownerReferences")))) {
      throw NodeRestriction.refused(attributes, node, "is not allowed to modify ownerReferences");
    }
    Set<String> labels =
        NodeLabels.forbidden(
            wanted.path("metadata").path("labels"), old.path("metadata").path("labels"));
    if (!labels.isEmpty()) {
      throw Refusal.forbidden(
          attributes, "is not allowed to modify labels: " + String.join(", ", labels));
    }
  }

  private static String list(JsonNode list) {
    return list.isEmpty() ? "" : list.toString();
  }

  static void claim(String node, AdmissionAttributes attributes) {
    if (!attributes.subresource().equals("status")) {
      throw Refusal.forbidden(attributes, "may only update PVC status");
    }
    if (attributes.operation() != Operation.UPDATE) {
      throw Refusal.forbidden(
          attributes, "unexpected operation \"" + attributes.operation() + "\"");
    }
    if (!kept(attributes.old().orElseThrow()).equals(kept(attributes.object().orElseThrow()))) {
      throw NodeRestriction.refused(
          attributes,
          node,
          "is not allowed to update fields other than status.quantity and status.conditions");
    }
  }

  /** What a node may not change of a claim. */
  private static ObjectNode kept(ObjectNode claim) {
    ObjectNode copy = claim.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("resourceVersion", "managedFields"));
    }
    if (copy.get("status") instanceof ObjectNode status) {
      status.remove(
          List.of("capacity", "conditions", "allocatedResources", "allocatedResourceStatuses"));
    }
    return copy;
  }

  static void lease(String node, AdmissionAttributes attributes) {
    if (!attributes.namespace().equals(LEASES)) {
      throw Refusal.forbidden(
          attributes, "can only access leases in the \"" + LEASES + "\" system namespace");
    }
    String name = attributes.displayName();
    if (!name.equals(node)) {
      throw Refusal.forbidden(
          attributes, "can only access node lease with the same name as the requesting node");
    }
  }

  static void csiNode(String node, AdmissionAttributes attributes) {
    if (!attributes.displayName().equals(node)) {
      String what =
          attributes.operation() == Operation.CREATE
              ? "can only create CSINode with the same name as the requesting node"
              : "can only access CSINode with the same name as the requesting node";
      throw Refusal.forbidden(attributes, what);
    }
  }

  static void slice(String node, AdmissionAttributes attributes) {
    // What is not made or deleted was judged by the node authorizer.
    JsonNode slice =
        switch (attributes.operation()) {
          case CREATE -> attributes.object().map(JsonNode.class::cast).orElse(null);
          case DELETE -> attributes.old().map(JsonNode.class::cast).orElse(null);
          default -> null;
        };
    if (slice != null && !NodeRestriction.nodeOf(slice).equals(node)) {
      String verb = attributes.operation().name().toLowerCase(Locale.ROOT);
      throw Refusal.forbidden(
          attributes,
          "can only " + verb + " ResourceSlice with the same NodeName as the requesting node");
    }
  }
}
