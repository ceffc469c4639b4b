package io.jukung.registry.defaults;

import static io.jukung.registry.defaults.Fields.fill;
import static io.jukung.registry.defaults.Fields.fillEmpty;
import static io.jukung.registry.defaults.Fields.object;
import static io.jukung.registry.defaults.Fields.zero;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.conversion.RoundTripAnnotations;
import java.util.Map;

/** Horizontal pod autoscalers of both versions. */
final class AutoscalingRules {
  private static final String V1 = "io.k8s.api.autoscaling.v1.";
  private static final String V2 = "io.k8s.api.autoscaling.v2.";
  private static final int CPU_PERCENT = 80;

  private AutoscalingRules() {}

  static Map<String, Rule> all() {
    return Map.of(
        V1 + "HorizontalPodAutoscaler",
        AutoscalingRules::older,
        V1 + "HorizontalPodAutoscalerSpec",
        o -> fill(o, "minReplicas", 1),
        V2 + "HorizontalPodAutoscalerSpec",
        AutoscalingRules::spec);
  }

  /** The share of CPU that conversion fills in where nothing else is measured. */
  private static void older(ObjectNode autoscaler) {
    boolean others =
        autoscaler.path("metadata").path("annotations").hasNonNull(RoundTripAnnotations.METRICS);
    if (!others) {
      fill(object(autoscaler, "spec"), "targetCPUUtilizationPercentage", CPU_PERCENT);
    }
  }

  private static void spec(ObjectNode spec) {
    fill(spec, "minReplicas", 1);
    if (zero(spec, "metrics")) {
      ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
      metric
          .putObject("resource")
          .put("name", "cpu")
          .putObject("target")
          .put("type", "Utilization")
          .put("averageUtilization", CPU_PERCENT);
    }
    if (spec.get("behavior") instanceof ObjectNode behavior) {
      scaleUp(object(behavior, "scaleUp"));
      scaleDown(object(behavior, "scaleDown"));
    }
  }

  private static void scaleUp(ObjectNode rules) {
    fill(rules, "stabilizationWindowSeconds", 0);
    fill(rules, "selectPolicy", "Max");
    if (!rules.hasNonNull("policies")) {
      ArrayNode policies = rules.putArray("policies");
      policy(policies, "Pods", 4);
      policy(policies, "Percent", 100);
    }
  }

  /** The stabilization window stays unset: the controller's own setting counts. */
  private static void scaleDown(ObjectNode rules) {
    fillEmpty(rules, "selectPolicy", "Max");
    if (!rules.hasNonNull("policies")) {
      policy(rules.putArray("policies"), "Percent", 100);
    }
  }

  private static void policy(ArrayNode policies, String type, int value) {
    policies.addObject().put("type", type).put("value", value).put("periodSeconds", 15);
  }
}
