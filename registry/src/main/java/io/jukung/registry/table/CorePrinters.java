package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Cells of the smaller kinds of the core group. */
final class CorePrinters {
  private CorePrinters() {}

  /** Of every kind that shows its name and age only. */
  static void nameAndAge(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(ages.of(object));
  }

  static void namespace(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(text(object.path("status").path("phase")));
    cells.add(ages.of(object));
  }

  static void secret(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(text(object.path("type")));
    cells.add((long) object.path("data").size());
    cells.add(ages.of(object));
  }

  static void configMap(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add((long) object.path("data").size() + object.path("binaryData").size());
    cells.add(ages.of(object));
  }

  static void event(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode involved = object.path("involvedObject");
    JsonNode series = object.path("series");
    JsonNode source = object.path("source");
    String first = seen(object.path("firstTimestamp"), object.path("eventTime"), ages);
    String last =
        has(object.path("lastTimestamp")) ? ages.since(object.path("lastTimestamp")) : first;
    long count = Math.max(object.path("count").asLong(), 1);
    if (has(series)) {
      last = ages.since(series.path("lastObservedTime"));
      count = series.path("count").asLong();
    }
    String involvedName = text(involved.path("name"));
    String kind = text(involved.path("kind")).toLowerCase(Locale.ROOT);
    String component = text(source.path("component"), text(object.path("reportingComponent")));
    String instance = text(source.path("host"), text(object.path("reportingInstance")));
    cells.add(last);
    cells.add(text(object.path("type")));
    cells.add(text(object.path("reason")));
    cells.add(involvedName.isEmpty() ? kind : kind + "/" + involvedName);
    cells.add(text(involved.path("fieldPath")));
    cells.add(instance.isEmpty() ? component : component + ", " + instance);
    cells.add(text(object.path("message")).strip());
    cells.add(first);
    cells.add(count);
    cells.add(name(object));
  }

  private static String seen(JsonNode time, JsonNode otherwise, Ages ages) {
    return ages.since(has(time) ? time : otherwise);
  }

  static void componentStatus(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    for (JsonNode condition : object.path("conditions")) {
      if (text(condition.path("type")).equals("Healthy")) {
        cells.add(text(condition.path("status")).equals("True") ? "Healthy" : "Unhealthy");
        cells.add(text(condition.path("message")));
        cells.add(text(condition.path("error")));
        return;
      }
    }
    cells.add("Unknown").add("").add("");
  }

  static void resourceQuota(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode used = object.path("status").path("used");
    Map<String, String> hard = new TreeMap<>();
    for (Map.Entry<String, JsonNode> limit : object.path("status").path("hard").properties()) {
      hard.put(limit.getKey(), text(limit.getValue()));
    }
    List<String> requests = new ArrayList<>();
    List<String> limits = new ArrayList<>();
    hard.forEach(
        (resource, most) ->
            (resource.startsWith("limits.") ? limits : requests)
                .add(resource + ": " + text(used.path(resource), "0") + "/" + most));
    cells.add(name(object));
    cells.add(String.join(", ", requests));
    cells.add(String.join(", ", limits));
    cells.add(ages.of(object));
  }
}
