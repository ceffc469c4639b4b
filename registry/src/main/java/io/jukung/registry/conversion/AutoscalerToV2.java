package io.jukung.registry.conversion;

import static io.jukung.registry.conversion.AutoscalerToV1.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Horizontal pod autoscalers from v1 to v2; annotations that are no JSON are ignored. */
final class AutoscalerToV2 {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectReader JSON = new ObjectMapper().reader();
  private static final int DEFAULT_CPU_PERCENT = 80;

  private AutoscalerToV2() {}

  static ObjectNode convert(ObjectNode autoscaler) {
    JsonNode annotations = autoscaler.path("metadata").path("annotations");
    ObjectNode spec = spec(autoscaler.path("spec"), annotations);
    ObjectNode status = status(autoscaler.path("status"), annotations);
    RoundTripAnnotations.drop(autoscaler);
    autoscaler.put("apiVersion", "autoscaling/v2");
    autoscaler.set("spec", spec);
    autoscaler.set("status", status);
    return autoscaler;
  }

  private static ObjectNode spec(JsonNode v1, JsonNode annotations) {
    ObjectNode v2 = NODES.objectNode();
    copy(v1, "scaleTargetRef", v2, "scaleTargetRef");
    copy(v1, "minReplicas", v2, "minReplicas");
    copy(v1, "maxReplicas", v2, "maxReplicas");
    ArrayNode metrics = v2.putArray("metrics");
    for (JsonNode metric : annotation(annotations, RoundTripAnnotations.METRICS)) {
      metrics.add(MetricsToV2.spec(metric));
    }
    JsonNode percent = v1.path("targetCPUUtilizationPercentage");
    if (percent.isNumber() || metrics.isEmpty()) {
      ObjectNode target = cpu(metrics).putObject("target").put("type", "Utilization");
      target.put("averageUtilization", percent.asInt(DEFAULT_CPU_PERCENT));
    }
    JsonNode behavior = annotation(annotations, RoundTripAnnotations.BEHAVIOR);
    JsonNode up = member(behavior, "ScaleUp");
    JsonNode down = member(behavior, "ScaleDown");
    if (up.isObject() || down.isObject()) {
      ObjectNode rules = v2.putObject("behavior");
      scalingRules(rules, "scaleUp", up);
      scalingRules(rules, "scaleDown", down);
    }
    return v2;
  }

  private static ObjectNode cpu(ArrayNode metrics) {
    ObjectNode metric = metrics.addObject().put("type", "Resource");
    return metric.putObject("resource").put("name", "cpu");
  }

  private static ObjectNode status(JsonNode v1, JsonNode annotations) {
    ObjectNode v2 = NODES.objectNode();
    copy(v1, "observedGeneration", v2, "observedGeneration");
    copy(v1, "lastScaleTime", v2, "lastScaleTime");
    copy(v1, "currentReplicas", v2, "currentReplicas");
    copy(v1, "desiredReplicas", v2, "desiredReplicas");
    ArrayNode metrics = NODES.arrayNode();
    JsonNode current = annotation(annotations, RoundTripAnnotations.CURRENT_METRICS);
    JsonNode percent = v1.path("currentCPUUtilizationPercentage");
    if (current.isArray()) {
      current.forEach(metric -> metrics.add(MetricsToV2.status(metric)));
    } else if (percent.isNumber()) {
      cpu(metrics).putObject("current").set("averageUtilization", percent);
    }
    if (!metrics.isEmpty()) {
      v2.set("currentMetrics", metrics);
    }
    JsonNode conditions = annotation(annotations, RoundTripAnnotations.CONDITIONS);
    if (conditions.isArray() && !conditions.isEmpty()) {
      v2.set("conditions", conditions);
    }
    return v2;
  }

  /** Fields have Go's names here; its decoder takes them in any case. */
  private static void scalingRules(ObjectNode behavior, String name, JsonNode internal) {
    if (!internal.isObject()) {
      return;
    }
    ObjectNode rules = behavior.putObject(name);
    set(rules, "stabilizationWindowSeconds", internal);
    set(rules, "selectPolicy", internal);
    JsonNode policies = member(internal, "policies");
    if (policies.isArray()) {
      ArrayNode array = rules.putArray("policies");
      for (JsonNode policy : policies) {
        ObjectNode converted = array.addObject();
        set(converted, "type", policy);
        set(converted, "value", policy);
        set(converted, "periodSeconds", policy);
      }
    }
    set(rules, "tolerance", internal);
  }

  private static void set(ObjectNode object, String name, JsonNode internal) {
    JsonNode value = member(internal, name);
    if (!value.isMissingNode() && !value.isNull()) {
      object.set(name, value);
    }
  }

  private static JsonNode member(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return NODES.missingNode();
  }

  private static JsonNode annotation(JsonNode annotations, String name) {
    try {
      return JSON.readTree(annotations.path(name).asText(""));
    } catch (JsonProcessingException e) {
      return NODES.missingNode(); // As upstream: what can't be read is dropped, without an error.
    }
  }
}
