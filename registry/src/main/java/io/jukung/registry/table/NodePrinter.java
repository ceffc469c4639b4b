package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.TreeSet;

/** Cells of a Node. */
final class NodePrinter {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String ROLE_LABEL = "kubernetes.io/role";
  private static final String UNKNOWN = "<unknown>";

  private NodePrinter() {}

  static void print(JsonNode node, Ages ages, ArrayNode cells) {
    JsonNode status = node.path("status");
    JsonNode info = status.path("nodeInfo");
    String architecture = text(info.path("architecture"));
    cells.add(Trees.name(node));
    cells.add(
        ready(status)
            + (node.path("spec").path("unschedulable").asBoolean() ? ",SchedulingDisabled" : ""));
    cells.add(roles(node.path("metadata").path("labels")));
    cells.add(ages.of(node));
    cells.add(text(info.path("kubeletVersion")));
    cells.add(address(status, "InternalIP"));
    cells.add(address(status, "ExternalIP"));
    cells.add(text(info.path("osImage"), UNKNOWN));
    cells.add(
        text(info.path("kernelVersion"), UNKNOWN)
            + (architecture.isEmpty() ? "" : " (" + architecture + ")"));
    cells.add(text(info.path("containerRuntimeVersion"), UNKNOWN));
  }

  /** What the last Ready condition says. */
  private static String ready(JsonNode status) {
    String shown = "Unknown";
    for (JsonNode condition : status.path("conditions")) {
      if (text(condition.path("type")).equals("Ready")) {
        shown = text(condition.path("status")).equals("True") ? "Ready" : "NotReady";
      }
    }
    return shown;
  }

  private static String roles(JsonNode labels) {
    TreeSet<String> roles = new TreeSet<>();
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String key = label.getKey();
      if (key.startsWith(ROLE_PREFIX)) {
        roles.add(key.substring(ROLE_PREFIX.length()));
      } else if (key.equals(ROLE_LABEL)) {
        roles.add(text(label.getValue()));
      }
    }
    roles.remove("");
    return roles.isEmpty() ? NONE : String.join(",", roles);
  }

  private static String address(JsonNode status, String type) {
    for (JsonNode address : status.path("addresses")) {
      if (text(address.path("type")).equals(type)) {
        return text(address.path("address"));
      }
    }
    return NONE;
  }
}
