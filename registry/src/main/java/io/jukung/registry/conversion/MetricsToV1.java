package io.jukung.registry.conversion;

import static io.jukung.registry.conversion.AutoscalerToV1.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Metrics as they stand in v1's annotations. Their texts are compared byte by byte, so fields are
 * set in the order Go writes them. Quantities that v1 can't leave out are 0 when v2 has none.
 */
final class MetricsToV1 {
  private static final JsonNode ZERO = TextNode.valueOf("0");

  private MetricsToV1() {}

  /** An element of {@code spec.metrics}. */
  static ObjectNode spec(JsonNode metric) {
    ObjectNode v1 = typed(metric);
    JsonNode object = metric.path("object");
    if (object.isObject()) {
      ObjectNode source = described(v1, object);
      source.set("targetValue", orZero(object.path("target"), "value"));
      copy(object.path("metric"), "selector", source, "selector");
      copy(object.path("target"), "averageValue", source, "averageValue");
    }
    JsonNode pods = metric.path("pods");
    if (pods.isObject()) {
      ObjectNode source = named(v1, "pods", pods);
      source.set("targetAverageValue", orZero(pods.path("target"), "averageValue"));
      copy(pods.path("metric"), "selector", source, "selector");
    }
    for (String kind : new String[] {"resource", "containerResource"}) {
      JsonNode resource = metric.path(kind);
      if (resource.isObject()) {
        ObjectNode source = v1.putObject(kind);
        copy(resource, "name", source, "name");
        copy(resource.path("target"), "averageUtilization", source, "targetAverageUtilization");
        copy(resource.path("target"), "averageValue", source, "targetAverageValue");
        copy(resource, "container", source, "container");
      }
    }
    JsonNode external = metric.path("external");
    if (external.isObject()) {
      ObjectNode source = named(v1, "external", external);
      copy(external.path("metric"), "selector", source, "metricSelector");
      copy(external.path("target"), "value", source, "targetValue");
      copy(external.path("target"), "averageValue", source, "targetAverageValue");
    }
    return v1;
  }

  /** An element of {@code status.currentMetrics}. */
  static ObjectNode status(JsonNode metric) {
    ObjectNode v1 = typed(metric);
    JsonNode object = metric.path("object");
    if (object.isObject()) {
      ObjectNode source = described(v1, object);
      source.set("currentValue", orZero(object.path("current"), "value"));
      copy(object.path("metric"), "selector", source, "selector");
      copy(object.path("current"), "averageValue", source, "averageValue");
    }
    JsonNode pods = metric.path("pods");
    if (pods.isObject()) {
      ObjectNode source = named(v1, "pods", pods);
      source.set("currentAverageValue", orZero(pods.path("current"), "averageValue"));
      copy(pods.path("metric"), "selector", source, "selector");
    }
    for (String kind : new String[] {"resource", "containerResource"}) {
      JsonNode resource = metric.path(kind);
      if (resource.isObject()) {
        ObjectNode source = v1.putObject(kind);
        copy(resource, "name", source, "name");
        copy(resource.path("current"), "averageUtilization", source, "currentAverageUtilization");
        source.set("currentAverageValue", orZero(resource.path("current"), "averageValue"));
        copy(resource, "container", source, "container");
      }
    }
    JsonNode external = metric.path("external");
    if (external.isObject()) {
      ObjectNode source = named(v1, "external", external);
      copy(external.path("metric"), "selector", source, "metricSelector");
      source.set("currentValue", orZero(external.path("current"), "value"));
      copy(external.path("current"), "averageValue", source, "currentAverageValue");
    }
    return v1;
  }

  private static ObjectNode typed(JsonNode metric) {
    ObjectNode v1 = JsonNodeFactory.instance.objectNode();
    copy(metric, "type", v1, "type");
    return v1;
  }

  private static ObjectNode described(ObjectNode v1, JsonNode object) {
    ObjectNode source = v1.putObject("object");
    JsonNode described = object.path("describedObject");
    ObjectNode target = source.putObject("target");
    target.put("kind", described.path("kind").asText(""));
    target.put("name", described.path("name").asText(""));
    copy(described, "apiVersion", target, "apiVersion");
    source.put("metricName", object.path("metric").path("name").asText(""));
    return source;
  }

  private static ObjectNode named(ObjectNode v1, String kind, JsonNode metric) {
    return v1.putObject(kind).put("metricName", metric.path("metric").path("name").asText(""));
  }

  private static JsonNode orZero(JsonNode values, String field) {
    return values.hasNonNull(field) ? values.path(field) : ZERO;
  }
}
