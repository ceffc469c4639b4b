package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Cells of the kinds of dynamic resource allocation. */
final class DevicePrinters {
  private DevicePrinters() {}

  static void resourceClaim(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode status = object.path("status");
    List<String> states = new ArrayList<>();
    if (Trees.deleting(object)) {
      states.add("deleted");
    }
    if (has(status.path("allocation"))) {
      states.add("allocated");
      if (!status.path("reservedFor").isEmpty()) {
        states.add("reserved");
      }
    } else if (states.isEmpty()) {
      states.add("pending");
    }
    cells.add(name(object));
    cells.add(String.join(",", states));
    cells.add(ages.of(object));
  }

  static void resourceSlice(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(text(spec.path("nodeName")));
    cells.add(text(spec.path("driver")));
    cells.add(text(spec.path("pool").path("name")));
    cells.add(ages.of(object));
  }

  static void deviceTaintRule(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode taint = object.path("spec").path("taint");
    cells.add(name(object));
    cells.add(text(taint.path("key")));
    cells.add(text(taint.path("value")));
    cells.add(text(taint.path("effect")));
    cells.add(has(taint.path("timeAdded")) ? ages.since(taint.path("timeAdded")) : "");
    cells.add(ages.of(object));
  }

  static void resourcePoolStatusRequest(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode status = object.path("status");
    JsonNode pools = status.path("pools");
    long poolCount = status.path("poolCount").asLong();
    String state = "Pending";
    String completed = NONE;
    for (JsonNode condition : status.path("conditions")) {
      String type = text(condition.path("type"));
      if (text(condition.path("status")).equals("True")
          && (type.equals("Complete") || type.equals("Failed"))) {
        state = type;
        completed =
            type.equals("Complete") ? ages.since(condition.path("lastTransitionTime")) : NONE;
        break;
      }
    }
    boolean counted = has(status) && !state.equals("Failed");
    cells.add(name(object));
    cells.add(text(object.path("spec").path("driver")));
    for (String count :
        List.of("totalDevices", "availableDevices", "allocatedDevices", "unavailableDevices")) {
      cells.add(counted ? Long.toString(sum(pools, count)) : "-");
    }
    cells.add(counted ? Long.toString(errors(pools)) : "-");
    cells.add(poolCount);
    cells.add(
        state.equals("Complete") && poolCount > pools.size()
            ? "Complete (" + pools.size() + "/" + poolCount + " pools)"
            : state);
    cells.add(completed);
  }

  private static long sum(JsonNode pools, String field) {
    long sum = 0;
    for (JsonNode pool : pools) {
      sum += pool.path(field).asLong();
    }
    return sum;
  }

  private static long errors(JsonNode pools) {
    long errors = 0;
    for (JsonNode pool : pools) {
      errors += has(pool.path("validationError")) ? 1 : 0;
    }
    return errors;
  }
}
