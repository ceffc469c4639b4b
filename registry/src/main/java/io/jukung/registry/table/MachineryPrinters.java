package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.UNSET;
import static io.jukung.registry.table.Trees.given;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Cells of what the cluster runs itself with: leases, classes, scheduling, API plumbing. */
final class MachineryPrinters {
  private MachineryPrinters() {}

  static void lease(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(text(object.path("spec").path("holderIdentity")));
    cells.add(ages.of(object));
  }

  static void leaseCandidate(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(text(spec.path("leaseName")));
    cells.add(text(spec.path("binaryVersion")));
    cells.add(text(spec.path("emulationVersion")));
    cells.add(ages.of(object));
  }

  static void priorityClass(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(object.path("value").asLong());
    cells.add(object.path("globalDefault").asBoolean());
    cells.add(ages.of(object));
    cells.add(text(object.path("preemptionPolicy")));
  }

  static void runtimeClass(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(text(object.path("handler")));
    cells.add(ages.of(object));
  }

  static void storageVersion(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode status = object.path("status");
    List<String> versions = new ArrayList<>();
    for (JsonNode version : status.path("storageVersions")) {
      versions.add(text(version.path("apiServerID")) + "=" + text(version.path("encodingVersion")));
    }
    cells.add(name(object));
    cells.add(given(status.path("commonEncodingVersion"), UNSET));
    cells.add(Trees.shortened(versions));
    cells.add(ages.of(object));
  }

  static void storageVersionMigration(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode resource = object.path("spec").path("resource");
    String group = text(resource.path("group"));
    String state = "Unknown";
    for (JsonNode condition : object.path("status").path("conditions")) {
      String type = text(condition.path("type"));
      if (text(condition.path("status")).equals("True")
          && List.of("Running", "Failed", "Succeeded").contains(type)) {
        state = type;
      }
    }
    cells.add(name(object));
    cells.add(text(resource.path("resource")) + (group.isEmpty() ? "" : "." + group));
    cells.add(state);
  }

  static void podGroup(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode template = spec.path("podGroupTemplateRef");
    String scheduled = "Pending";
    String disrupted = "";
    for (JsonNode condition : object.path("status").path("conditions")) {
      switch (text(condition.path("type"))) {
        case "PodGroupScheduled" ->
            scheduled =
                text(condition.path("status")).equals("True") ? "Scheduled" : "Unschedulable";
        case "DisruptionTarget" -> disrupted = text(condition.path("reason"));
        default -> {}
      }
    }
    cells.add(name(object));
    cells.add(has(spec.path("schedulingPolicy").path("gang")) ? "Gang" : "Basic");
    cells.add(has(template) ? text(template.path("workload").path("workloadName")) : NONE);
    cells.add(disrupted.isEmpty() ? scheduled : disrupted);
    cells.add(ages.of(object));
  }

  static void apiService(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode service = object.path("spec").path("service");
    cells.add(name(object));
    cells.add(
        has(service)
            ? text(service.path("namespace")) + "/" + text(service.path("name"))
            : "Local");
    cells.add(available(object.path("status").path("conditions")));
    cells.add(ages.of(object));
  }

  private static String available(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (text(condition.path("type")).equals("Available")) {
        String status = text(condition.path("status"));
        String reason = text(condition.path("reason"));
        return status.equals("True") || reason.isEmpty() ? status : status + " (" + reason + ")";
      }
    }
    return "Unknown";
  }
}
