package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Cells of autoscalers. */
final class AutoscalingPrinters {
  private static final int MAX_METRICS = 2;
  private static final String UNKNOWN = "<unknown>";

  private AutoscalingPrinters() {}

  static void horizontalPodAutoscaler(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode target = spec.path("scaleTargetRef");
    cells.add(name(object));
    cells.add(text(target.path("kind")) + "/" + text(target.path("name")));
    cells.add(metrics(spec.path("metrics"), object.path("status").path("currentMetrics")));
    cells.add(spec.path("minReplicas").asText(Trees.UNSET));
    cells.add(spec.path("maxReplicas").asLong());
    cells.add(object.path("status").path("currentReplicas").asLong());
    cells.add(ages.of(object));
  }

  private static String metrics(JsonNode specs, JsonNode statuses) {
    if (specs.isEmpty()) {
      return Trees.NONE;
    }
    List<String> metrics = new ArrayList<>(MAX_METRICS);
    for (int i = 0; i < specs.size() && i < MAX_METRICS; i++) {
      metrics.add(metric(specs.path(i), statuses.path(i)));
    }
    String shown = String.join(", ", metrics);
    return specs.size() > MAX_METRICS ? Trees.more(shown, specs.size() - MAX_METRICS) : shown;
  }

  private static String metric(JsonNode spec, JsonNode status) {
    return switch (text(spec.path("type"))) {
      case "External" -> value(spec.path("external"), status.path("external"));
      case "Object" -> value(spec.path("object"), status.path("object"));
      case "Pods" ->
          average(status.path("pods"))
              + "/"
              + quantity(spec.path("pods").path("target").path("averageValue"));
      case "Resource" -> resource(spec.path("resource"), status.path("resource"));
      case "ContainerResource" ->
          resource(spec.path("containerResource"), status.path("containerResource"));
      default -> "<unknown type>";
    };
  }

  private static String value(JsonNode spec, JsonNode status) {
    JsonNode target = spec.path("target");
    JsonNode current = status.path("current");
    if (has(target.path("averageValue"))) {
      return text(current.path("averageValue"), UNKNOWN)
          + "/"
          + text(target.path("averageValue"))
          + " (avg)";
    }
    String shown = has(status) ? quantity(current.path("value")) : UNKNOWN;
    return shown + "/" + quantity(target.path("value"));
  }

  private static String resource(JsonNode spec, JsonNode status) {
    JsonNode target = spec.path("target");
    String name = text(spec.path("name")) + ": ";
    if (has(target.path("averageValue"))) {
      return name + average(status) + "/" + text(target.path("averageValue"));
    }
    JsonNode current = status.path("current").path("averageUtilization");
    JsonNode wanted = target.path("averageUtilization");
    return name
        + (has(current) ? current.asLong() + "%" : UNKNOWN)
        + "/"
        + (has(wanted) ? wanted.asLong() + "%" : "<auto>");
  }

  private static String average(JsonNode status) {
    return has(status) ? quantity(status.path("current").path("averageValue")) : UNKNOWN;
  }

  /** The quantity; where there is none, what Go prints for a nil one. */
  private static String quantity(JsonNode node) {
    return text(node, "<nil>");
  }
}
