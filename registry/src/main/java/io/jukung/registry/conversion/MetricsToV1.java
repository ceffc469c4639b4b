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
    return metric(metric, "target", false);
  }

  /** An element of {@code status.currentMetrics}. */
  static ObjectNode status(JsonNode metric) {
    return metric(metric, "current", true);
  }

  /**
   * A metric.
   *
   * @param side where the values stand in v2, and what their names begin with in v1
   * @param complete whether resources and external metrics can't leave their value out
   */
  private static ObjectNode metric(JsonNode metric, String side, boolean complete) {
    ObjectNode v1 = typed(metric);
    JsonNode object = metric.path("object");
    if (object.isObject()) {
      ObjectNode source = described(v1, object);
      source.set(side + "Value", orZero(object.path(side), "value"));
      copy(object.path("metric"), "selector", source, "selector");
      copy(object.path(side), "averageValue", source, "averageValue");
    }
    JsonNode pods = metric.path("pods");
    if (pods.isObject()) {
      ObjectNode source = named(v1, "pods", pods);
      source.set(side + "AverageValue", orZero(pods.path(side), "averageValue"));
      copy(pods.path("metric"), "selector", source, "selector");
    }
    for (String kind : new String[] {"resource", "containerResource"}) {
      JsonNode resource = metric.path(kind);
      if (resource.isObject()) {
        ObjectNode source = v1.putObject(kind);
        copy(resource, "name", source, "name");
        copy(resource.path(side), "averageUtilization", source, side + "AverageUtilization");
        value(resource.path(side), "averageValue", source, side + "AverageValue", complete);
        copy(resource, "container", source, "container");
      }
    }
    JsonNode external = metric.path("external");
    if (external.isObject()) {
      ObjectNode source = named(v1, "external", external);
      copy(external.path("metric"), "selector", source, "metricSelector");
      value(external.path(side), "value", source, side + "Value", complete);
      copy(external.path(side), "averageValue", source, side + "AverageValue");
    }
    return v1;
  }

  private static void value(
      JsonNode values, String field, ObjectNode source, String name, boolean complete) {
    if (complete) {
      source.set(name, orZero(values, field));
    } else {
      copy(values, field, source, name);
    }
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
