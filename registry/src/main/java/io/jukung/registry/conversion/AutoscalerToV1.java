package io.jukung.registry.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Horizontal pod autoscalers from v2 to v1: all but the CPU metric goes into annotations. */
final class AutoscalerToV1 {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AutoscalerToV1() {}

  static ObjectNode convert(ObjectNode autoscaler) {
    RoundTripAnnotations.drop(autoscaler);
    JsonNode spec = autoscaler.path("spec");
    JsonNode status = autoscaler.path("status");
    annotate(autoscaler, spec, status);
    autoscaler.put("apiVersion", "autoscaling/v1");
    autoscaler.set("spec", spec(spec));
    autoscaler.set("status", status(status));
    return autoscaler;
  }

  private static ObjectNode spec(JsonNode v2) {
    ObjectNode v1 = NODES.objectNode();
    copy(v2, "scaleTargetRef", v1, "scaleTargetRef");
    copy(v2, "minReplicas", v1, "minReplicas");
    copy(v2, "maxReplicas", v1, "maxReplicas");
    for (JsonNode metric : v2.path("metrics")) {
      if (isCpuUtilization(metric)) {
        v1.set("targetCPUUtilizationPercentage", metric.at("/resource/target/averageUtilization"));
        break;
      }
    }
    return v1;
  }

  private static ObjectNode status(JsonNode v2) {
    ObjectNode v1 = NODES.objectNode();
    copy(v2, "observedGeneration", v1, "observedGeneration");
    copy(v2, "lastScaleTime", v1, "lastScaleTime");
    copy(v2, "currentReplicas", v1, "currentReplicas");
    copy(v2, "desiredReplicas", v1, "desiredReplicas");
    for (JsonNode metric : v2.path("currentMetrics")) {
      JsonNode utilization = metric.at("/resource/current/averageUtilization");
      if (isResource(metric, "cpu") && utilization.isNumber()) {
        v1.set("currentCPUUtilizationPercentage", utilization);
      }
    }
    return v1;
  }

  private static boolean isResource(JsonNode metric, String name) {
    return metric.path("type").asText().equals("Resource")
        && metric.at("/resource/name").asText().equals(name);
  }

  private static boolean isCpuUtilization(JsonNode metric) {
    return isResource(metric, "cpu") && metric.at("/resource/target/averageUtilization").isNumber();
  }

  private static void annotate(ObjectNode autoscaler, JsonNode spec, JsonNode status) {
    ArrayNode metrics = NODES.arrayNode();
    for (JsonNode metric : spec.path("metrics")) {
      if (!isCpuUtilization(metric)) {
        metrics.add(MetricsToV1.spec(metric));
      }
    }
    annotate(autoscaler, RoundTripAnnotations.METRICS, metrics);
    ArrayNode current = NODES.arrayNode();
    status.path("currentMetrics").forEach(metric -> current.add(MetricsToV1.status(metric)));
    annotate(autoscaler, RoundTripAnnotations.CURRENT_METRICS, current);
    if (spec.path("behavior").isObject()) {
      annotate(autoscaler, RoundTripAnnotations.BEHAVIOR, behavior(spec.path("behavior")));
    }
    ArrayNode conditions = NODES.arrayNode();
    status.path("conditions").forEach(condition -> conditions.add(condition(condition)));
    annotate(autoscaler, RoundTripAnnotations.CONDITIONS, conditions);
  }

  private static void annotate(ObjectNode autoscaler, String name, JsonNode value) {
    if (!value.isEmpty()) {
      autoscaler
          .withObject("/metadata")
          .withObject("/annotations")
          .put(name, RoundTripAnnotations.json(value));
    }
  }

  private static ObjectNode condition(JsonNode condition) {
    ObjectNode v1 = NODES.objectNode();
    copy(condition, "type", v1, "type");
    copy(condition, "status", v1, "status");
    v1.set("lastTransitionTime", orNull(condition, "lastTransitionTime"));
    copy(condition, "reason", v1, "reason");
    copy(condition, "message", v1, "message");
    copy(condition, "observedGeneration", v1, "observedGeneration");
    return v1;
  }

  /** Upstream writes its internal type, whose fields have Go's names and are never left out. */
  private static ObjectNode behavior(JsonNode behavior) {
    ObjectNode internal = NODES.objectNode();
    internal.set("ScaleUp", scalingRules(behavior.path("scaleUp")));
    internal.set("ScaleDown", scalingRules(behavior.path("scaleDown")));
    return internal;
  }

  private static JsonNode scalingRules(JsonNode rules) {
    if (!rules.isObject()) {
      return NODES.nullNode();
    }
    ObjectNode internal = NODES.objectNode();
    internal.set("StabilizationWindowSeconds", orNull(rules, "stabilizationWindowSeconds"));
    internal.set("SelectPolicy", orNull(rules, "selectPolicy"));
    JsonNode policies = NODES.nullNode();
    if (rules.path("policies").isArray()) {
      ArrayNode array = NODES.arrayNode();
      for (JsonNode policy : rules.path("policies")) {
        array
            .addObject()
            .put("Type", policy.path("type").asText(""))
            .put("Value", policy.path("value").asInt())
            .put("PeriodSeconds", policy.path("periodSeconds").asInt());
      }
      policies = array;
    }
    internal.set("Policies", policies);
    internal.set("Tolerance", orNull(rules, "tolerance"));
    return internal;
  }

  private static JsonNode orNull(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() ? NODES.nullNode() : value;
  }

  /** Copies a field that is there and not null. */
  static void copy(JsonNode from, String field, ObjectNode to, String newName) {
    if (from.hasNonNull(field)) {
      to.set(newName, from.path(field));
    }
  }
}
