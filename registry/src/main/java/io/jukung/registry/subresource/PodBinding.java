package io.jukung.registry.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code pods/binding}: how a scheduler assigns a pod to a node. */
public final class PodBinding {
  private static final GroupVersionResource RESOURCE =
      new GroupVersionResource("", "v1", "pods/binding");

  private PodBinding() {}

  /**
   * Checks a {@code v1 Binding} before the pod is looked up.
   *
   * @param name the pod's name in the path
   * @throws StatusException 400 when the names differ, 500 (as upstream) when it is invalid
   */
  public static void check(String name, ObjectNode binding) {
    if (!binding.path("metadata").path("name").asText("").equals(name)) {
      throw StatusException.badRequest("name in URL does not match name in Binding object");
    }
    JsonNode target = binding.path("target");
    List<FieldError> errors = new ArrayList<>();
    String kind = target.path("kind").asText("");
    if (!kind.isEmpty() && !kind.equals("Node")) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              "target.kind",
              FieldError.quote(kind),
              "supported values: \"Node\", \"<empty>\""));
    }
    if (target.path("name").asText("").isEmpty()) {
      errors.add(FieldError.required("target.name", ""));
    }
    if (!errors.isEmpty()) {
      throw new StatusException(
          500, "", FieldError.aggregate(errors), StatusException.Details.NONE);
    }
  }

  /**
   * The pod assigned to the binding's node, with the binding's labels and annotations, and without
   * a resourceVersion to hold it to.
   *
   * @param pods the pods' resource
   * @param pod as it is; changed in place
   * @param now when its condition changed
   * @throws StatusException 409 when the pod can't be assigned, or is not the one the binding means
   */
  public static ObjectNode apply(
      ResourceType pods, ObjectNode pod, ObjectNode binding, Instant now) {
    Preconditions.check(pods, pod, binding, "uid", "UID");
    Preconditions.check(pods, pod, binding, "resourceVersion", "ResourceVersion");
    ObjectNode metadata = pod.withObject("/metadata");
    ObjectNode spec = pod.withObject("/spec");
    refuseUnassignable(metadata, spec);
    metadata.remove("resourceVersion");
    spec.put("nodeName", binding.path("target").path("name").asText());
    copy(binding, metadata, "annotations");
    copy(binding, metadata, "labels");
    ObjectNode status = pod.withObject("/status");
    status.remove("nominatedNodeName");
    setScheduled(status.withArray("/conditions"), now);
    return pod;
  }

  private static void refuseUnassignable(ObjectNode metadata, ObjectNode spec) {
    String name = metadata.path("name").asText();
    String reason = "";
    String node = spec.path("nodeName").asText("");
    if (metadata.hasNonNull("deletionTimestamp")) {
      reason = "pod " + name + " is being deleted, cannot be assigned to a host";
    } else if (!node.isEmpty()) {
      reason = "pod " + name + " is already assigned to node " + FieldError.quote(node);
    } else if (!spec.path("schedulingGates").isEmpty()) {
      reason = "pod " + name + " has non-empty .spec.schedulingGates";
    }
    if (!reason.isEmpty()) {
      throw StatusException.conflict(RESOURCE, name, reason);
    }
  }

  private static void copy(ObjectNode binding, ObjectNode metadata, String field) {
    for (Map.Entry<String, JsonNode> entry : binding.path("metadata").path(field).properties()) {
      metadata.withObject("/" + field).set(entry.getKey(), entry.getValue());
    }
  }

  /** The time changes only when the status does. */
  private static void setScheduled(ArrayNode conditions, Instant now) {
    JsonNode time = null;
    int place = conditions.size();
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).path("type").asText().equals("PodScheduled")) {
        place = i;
        if (conditions.get(i).path("status").asText().equals("True")) {
          time = conditions.get(i).get("lastTransitionTime");
        }
      }
    }
    ObjectNode condition = conditions.objectNode();
    condition.put("type", "PodScheduled").put("status", "True");
    condition.set("lastProbeTime", NullNode.instance);
    if (time == null) {
      condition.put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    } else {
      condition.set("lastTransitionTime", time);
    }
    if (place < conditions.size()) {
      conditions.set(place, condition);
    } else {
      conditions.add(condition);
    }
  }
}
