package io.jukung.registry.conversion;

import static io.jukung.registry.conversion.AutoscalerToV1.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Metrics from v1's annotations. The kind of a target follows from which of its values are set. */
final class MetricsToV2 {
  private MetricsToV2() {}

  /** An element of {@code spec.metrics}. */
  static ObjectNode spec(JsonNode metric) {
    ObjectNode v2 = typed(metric);
    JsonNode object = metric.path("object");
    if (object.isObject()) {
      ObjectNode source = described(v2, object);
      boolean average = object.hasNonNull("averageValue");
      ObjectNode target = target(source, average ? "AverageValue" : "Value");
      // v1 can't leave the value out, so zero beside an average means none.
      if (!average || !isZero(object.path("targetValue"))) {
        copy(object, "targetValue", target, "value");
      }
      copy(object, "averageValue", target, "averageValue");
      identity(source, object, "selector");
    }
    JsonNode pods = metric.path("pods");
    if (pods.isObject()) {
      ObjectNode source = v2.putObject("pods");
      identity(source, pods, "selector");
      copy(pods, "targetAverageValue", target(source, "AverageValue"), "averageValue");
    }
    for (String kind : new String[] {"resource", "containerResource"}) {
      JsonNode resource = metric.path(kind);
      if (resource.isObject()) {
        ObjectNode source = v2.putObject(kind);
        copy(resource, "name", source, "name");
        boolean utilization = resource.hasNonNull("targetAverageUtilization");
        ObjectNode target = target(source, utilization ? "Utilization" : "AverageValue");
        copy(resource, "targetAverageValue", target, "averageValue");
        copy(resource, "targetAverageUtilization", target, "averageUtilization");
        copy(resource, "container", source, "container");
      }
    }
    JsonNode external = metric.path("external");
    if (external.isObject()) {
      ObjectNode source = v2.putObject("external");
      identity(source, external, "metricSelector");
      boolean value = external.hasNonNull("targetValue");
      ObjectNode target = target(source, value ? "Value" : "AverageValue");
      copy(external, "targetValue", target, "value");
      copy(external, "targetAverageValue", target, "averageValue");
    }
    return v2;
  }

  /** An element of {@code status.currentMetrics}. */
  static ObjectNode status(JsonNode metric) {
    ObjectNode v2 = typed(metric);
    JsonNode object = metric.path("object");
    if (object.isObject()) {
      ObjectNode source = described(v2, object);
      identity(source, object, "selector");
      ObjectNode current = source.putObject("current");
      copy(object, "currentValue", current, "value");
      copy(object, "averageValue", current, "averageValue");
    }
    JsonNode pods = metric.path("pods");
    if (pods.isObject()) {
      ObjectNode source = v2.putObject("pods");
      identity(source, pods, "selector");
      copy(pods, "currentAverageValue", source.putObject("current"), "averageValue");
    }
    for (String kind : new String[] {"resource", "containerResource"}) {
      JsonNode resource = metric.path(kind);
      if (resource.isObject()) {
        ObjectNode source = v2.putObject(kind);
        copy(resource, "name", source, "name");
        ObjectNode current = source.putObject("current");
        copy(resource, "currentAverageValue", current, "averageValue");
        copy(resource, "currentAverageUtilization", current, "averageUtilization");
        copy(resource, "container", source, "container");
      }
    }
    JsonNode external = metric.path("external");
    if (external.isObject()) {
      ObjectNode source = v2.putObject("external");
      identity(source, external, "metricSelector");
      ObjectNode current = source.putObject("current");
      copy(external, "currentValue", current, "value");
      copy(external, "currentAverageValue", current, "averageValue");
    }
    return v2;
  }

  private static ObjectNode typed(JsonNode metric) {
    ObjectNode v2 = JsonNodeFactory.instance.objectNode();
    copy(metric, "type", v2, "type");
    return v2;
  }

  private static ObjectNode described(ObjectNode v2, JsonNode object) {
    ObjectNode source = v2.putObject("object");
    copy(object, "target", source, "describedObject");
    return source;
  }

  private static ObjectNode target(ObjectNode source, String type) {
    return source.putObject("target").put("type", type);
  }

  private static void identity(ObjectNode source, JsonNode metric, String selector) {
    ObjectNode identity = source.putObject("metric");
    identity.put("name", metric.path("metricName").asText(""));
    copy(metric, selector, identity, "selector");
  }

  private static boolean isZero(JsonNode quantity) {
    return quantity.asText("0").equals("0");
  }
}
