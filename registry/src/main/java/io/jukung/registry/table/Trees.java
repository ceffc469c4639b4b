package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reading of objects' trees, and the texts that many kinds' cells share. */
final class Trees {
  static final String NONE = "<none>";
  static final String UNSET = "<unset>";

  /** How many entries of a list a cell shows. */
  private static final int MAX_SHOWN = 3;

  private Trees() {}

  /** The string; empty when there is none. */
  static String text(JsonNode node) {
    String text = node.textValue();
    return text == null ? "" : text;
  }

  /** The string, or {@code otherwise} when it is empty or not there. */
  static String text(JsonNode node, String otherwise) {
    String text = text(node);
    return text.isEmpty() ? otherwise : text;
  }

  /** Whether something is there: neither missing nor null. */
  static boolean has(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  /** The string where one is there, even an empty one; else {@code otherwise}. */
  static String given(JsonNode node, String otherwise) {
    return has(node) ? text(node) : otherwise;
  }

  /** The object's name. */
  static String name(JsonNode object) {
    return text(object.path("metadata").path("name"));
  }

  /** Whether the object waits for its deletion. */
  static boolean deleting(JsonNode object) {
    return has(object.path("metadata").path("deletionTimestamp"));
  }

  /** The strings of an array. */
  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      texts.add(text(element));
    }
    return texts;
  }

  /** What {@code field} holds in each object of an array. */
  static List<String> texts(JsonNode array, String field) {
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      texts.add(text(element.path(field)));
    }
    return texts;
  }

  /** Labels as {@code a=b,c=d}, sorted; {@code <none>} when there are none. */
  static String labels(JsonNode map) {
    if (map.isEmpty()) {
      return NONE;
    }
    Map<String, String> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : map.properties()) {
      sorted.put(label.getKey(), text(label.getValue()));
    }
    List<String> pairs = new ArrayList<>(sorted.size());
    sorted.forEach((key, value) -> pairs.add(key + "=" + value));
    return String.join(",", pairs);
  }

  /** Adds two cells: the containers' names and their images. */
  static void containers(ArrayNode cells, JsonNode podSpec) {
    JsonNode containers = podSpec.path("containers");
    cells.add(String.join(",", texts(containers, "name")));
    cells.add(String.join(",", texts(containers, "image")));
  }

  /** The status of the first condition of a type; empty when there is no such condition. */
  static String condition(JsonNode conditions, String type) {
    for (JsonNode condition : conditions) {
      if (type.equals(text(condition.path("type")))) {
        return text(condition.path("status"));
      }
    }
    return "";
  }

  /** The first three entries, and how many more there are; {@code <unset>} when there are none. */
  static String shortened(List<String> all) {
    if (all.size() > MAX_SHOWN) {
      return more(String.join(",", all.subList(0, MAX_SHOWN)), all.size() - MAX_SHOWN);
    }
    String joined = String.join(",", all);
    return joined.isEmpty() ? UNSET : joined;
  }

  /** A shortened list's text. */
  static String more(String shown, int hidden) {
    return shown + " + " + hidden + " more...";
  }

  /** The load balancer's addresses, sorted, each once. */
  static String loadBalancer(JsonNode status) {
    TreeSet<String> points = new TreeSet<>();
    for (JsonNode ingress : status.path("loadBalancer").path("ingress")) {
      String point = text(ingress.path("ip"), text(ingress.path("hostname")));
      if (!point.isEmpty()) {
        points.add(point);
      }
    }
    return String.join(",", points);
  }
}
