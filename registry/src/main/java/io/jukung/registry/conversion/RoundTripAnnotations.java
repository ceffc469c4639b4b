package io.jukung.registry.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The annotations in which {@code autoscaling/v1} carries what only {@code v2} has fields for. They
 * exist in {@code v1} objects only, and only as conversion makes them.
 */
public final class RoundTripAnnotations {
  /** What is measured but can not be said in the older version. */
  public static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";

  static final String CURRENT_METRICS = "autoscaling.alpha.kubernetes.io/current-metrics";
  static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
  static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

  private RoundTripAnnotations() {}

  /** Removes them from a horizontal pod autoscaler, in place. */
  public static void drop(ObjectNode autoscaler) {
    if (autoscaler.get("metadata") instanceof ObjectNode metadata
        && metadata.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(List.of(METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR));
      if (annotations.isEmpty()) {
        metadata.remove("annotations");
      }
    }
  }

  /** JSON as Go writes it into an annotation: HTML's characters escaped. */
  static String json(JsonNode value) {
    return value
        .toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
