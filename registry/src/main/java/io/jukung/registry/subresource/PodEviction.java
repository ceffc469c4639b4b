package io.jukung.registry.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code pods/eviction}: when a pod may be evicted, and what that changes of the pod. Its budget's
 * part is {@link DisruptionBudget}.
 */
public final class PodEviction {
  private static final GroupVersionResource POD = new GroupVersionResource("", "v1", "Pod");

  private PodEviction() {}

  /** Whether the pod serves nobody (yet or any more), so that its budget is not asked. */
  public static boolean ignoresBudgets(JsonNode pod) {
    return switch (pod.path("status").path("phase").asText("")) {
      case "Succeeded", "Failed", "Pending" -> true;
      default -> deleting(pod);
    };
  }

  /** Whether such a pod might serve in the next moment, and so must be deleted as it was seen. */
  public static boolean mayBecomeReady(JsonNode pod) {
    return switch (pod.path("status").path("phase").asText("")) {
      case "Succeeded", "Failed" -> false;
      default -> !deleting(pod);
    };
  }

  private static boolean deleting(JsonNode pod) {
    return pod.path("metadata").hasNonNull("deletionTimestamp");
  }

  /** Whether the pod's condition {@code Ready} is true. */
  public static boolean ready(JsonNode pod) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /**
   * The pod with the condition that tells why it ends.
   *
   * @param pod as it is; changed in place
   * @param uid what the pod's uid must be, if anything
   * @param resourceVersion what the pod's resourceVersion must be, if anything
   * @throws StatusException 409 when the pod is another one
   */
  public static ObjectNode mark(
      ObjectNode pod, Optional<String> uid, Optional<String> resourceVersion, Instant now) {
    JsonNode metadata = pod.path("metadata");
    require(
        metadata,
        "UID",
        uid.orElse(""),
        metadata.path("uid").asText(),
        "The object might have been deleted and then recreated");
    require(
        metadata,
        "ResourceVersion",
        resourceVersion.orElse(""),
        metadata.path("resourceVersion").asText(),
        "The object might have been modified");
    ArrayNode conditions = pod.withObject("/status").withArray("/conditions");
    ObjectNode condition = conditions.objectNode();
    condition.put("type", "DisruptionTarget").put("status", "True");
    condition.set("lastProbeTime", NullNode.instance);
    condition.put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    condition.put("reason", "EvictionByEvictionAPI").put("message", "Eviction API: evicting");
    for (int i = 0; i < conditions.size(); i++) {
      JsonNode old = conditions.get(i);
      if (old.path("type").asText().equals("DisruptionTarget")) {
        if (old.path("status").asText().equals("True")) {
          condition.set("lastTransitionTime", old.path("lastTransitionTime"));
        }
        conditions.set(i, condition);
        return pod;
      }
    }
    conditions.add(condition);
    return pod;
  }

  private static void require(
      JsonNode metadata, String what, String wanted, String found, String why) {
    if (!wanted.isEmpty() && !wanted.equals(found)) {
      throw StatusException.conflict(
          POD,
          metadata.path("name").asText(),
          "the "
              + what
              + " in the precondition ("
              + wanted
              + ") does not match the "
              + what
              + " in record ("
              + found
              + "). "
              + why);
    }
  }
}
