package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The row of a Pod. One instance reads one pod, on one thread.
 *
 * <p>Upstream: {@code printPod} in {@code pkg/printers/internalversion/printers.go} at v1.36.
 */
final class PodPrinter {
  private final JsonNode pod;
  private final JsonNode spec;
  private final JsonNode status;
  private final Set<String> sidecars = new HashSet<>();
  private String reason;
  private int ready;
  private long restarts;
  private Instant lastRestart = Instant.MIN;
  private long sidecarRestarts;
  private Instant lastSidecarRestart = Instant.MIN;

  private PodPrinter(JsonNode pod) {
    this.pod = pod;
    this.spec = pod.path("spec");
    this.status = pod.path("status");
    this.reason = text(status.path("reason"), text(status.path("phase")));
    for (JsonNode condition : status.path("conditions")) {
      if (text(condition.path("type")).equals("PodScheduled")
          && text(condition.path("reason")).equals("SchedulingGated")) {
        reason = "SchedulingGated";
      }
    }
    for (JsonNode container : spec.path("initContainers")) {
      if (text(container.path("restartPolicy")).equals("Always")) {
        sidecars.add(text(container.path("name")));
      }
    }
  }

  /** The cells of a pod. */
  static void print(JsonNode pod, Ages ages, ArrayNode cells) {
    new PodPrinter(pod).cells(ages, cells);
  }

  /** A finished pod's row is marked so. */
  static List<Row.Condition> conditions(JsonNode pod) {
    return switch (text(pod.path("status").path("phase"))) {
      case "Succeeded" ->
          List.of(
              new Row.Condition(
                  "Completed", "True", "Succeeded", "The pod has completed successfully."));
      case "Failed" -> List.of(new Row.Condition("Completed", "True", "Failed", "The pod failed."));
      default -> List.of();
    };
  }

  private void cells(Ages ages, ArrayNode cells) {
    boolean initializing = readInitContainers();
    if (!initializing || conditionIsTrue("Initialized")) {
      readContainers();
    }
    if (Trees.deleting(pod)) {
      String phase = text(status.path("phase"));
      if (text(status.path("reason")).equals("NodeLost")) {
        reason = "Unknown";
      } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
        reason = "Terminating";
      }
    }
    cells.add(Trees.name(pod));
    cells.add(ready + "/" + (spec.path("containers").size() + sidecars.size()));
    cells.add(reason);
    cells.add(
        restarts == 0 || lastRestart.equals(Instant.MIN)
            ? Long.toString(restarts)
            : restarts + " (" + ages.since(lastRestart) + " ago)");
    cells.add(ages.of(pod));
    cells.add(text(status.path("podIPs").path(0).path("ip"), NONE));
    cells.add(text(spec.path("nodeName"), NONE));
    cells.add(text(status.path("nominatedNodeName"), NONE));
    cells.add(readinessGates());
  }

  /** Reads the init containers up to the first that is not done; returns whether there is one. */
  private boolean readInitContainers() {
    int index = 0;
    for (JsonNode container : status.path("initContainerStatuses")) {
      boolean sidecar = sidecars.contains(text(container.path("name")));
      long count = container.path("restartCount").asLong();
      restarts += count;
      lastRestart = later(lastRestart, container);
      if (sidecar) {
        sidecarRestarts += count;
        lastSidecarRestart = later(lastSidecarRestart, container);
      }
      JsonNode terminated = container.path("state").path("terminated");
      boolean succeeded = has(terminated) && terminated.path("exitCode").asInt() == 0;
      if (!succeeded && sidecar && container.path("started").asBoolean()) {
        ready += container.path("ready").asBoolean() ? 1 : 0;
      } else if (!succeeded) {
        reason = "Init:" + initReason(container, index);
        return true;
      }
      index++;
    }
    return false;
  }

  private String initReason(JsonNode container, int index) {
    JsonNode terminated = container.path("state").path("terminated");
    if (has(terminated)) {
      return terminatedReason(terminated);
    }
    String waiting = text(container.path("state").path("waiting").path("reason"));
    return waiting.isEmpty() || waiting.equals("PodInitializing")
        ? index + "/" + spec.path("initContainers").size()
        : waiting;
  }

  private void readContainers() {
    restarts = sidecarRestarts;
    lastRestart = lastSidecarRestart;
    boolean running = false;
    String errorReason = "";
    JsonNode containers = status.path("containerStatuses");
    for (int i = containers.size() - 1; i >= 0; i--) {
      JsonNode container = containers.path(i);
      restarts += container.path("restartCount").asLong();
      lastRestart = later(lastRestart, container);
      JsonNode state = container.path("state");
      JsonNode terminated = state.path("terminated");
      String waiting = text(state.path("waiting").path("reason"));
      if (!waiting.isEmpty()) {
        reason = waiting;
      } else if (has(terminated)) {
        reason = terminatedReason(terminated);
        errorReason = terminated.path("exitCode").asInt() != 0 ? reason : errorReason;
      } else if (container.path("ready").asBoolean() && has(state.path("running"))) {
        running = true;
        ready++;
      }
    }
    if (reason.equals("Completed")) { // some containers may still run, or have failed
      if (running && conditionIsTrue("Ready")) {
        reason = "Running";
      } else if (!errorReason.isEmpty()) {
        reason = errorReason;
      } else if (running) {
        reason = "NotReady";
      }
    }
  }

  private static String terminatedReason(JsonNode terminated) {
    int signal = terminated.path("signal").asInt();
    return text(
        terminated.path("reason"),
        signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt());
  }

  private static Instant later(Instant time, JsonNode container) {
    Optional<Instant> finished =
        Ages.instant(container.path("lastState").path("terminated").path("finishedAt"));
    return finished.filter(time::isBefore).orElse(time);
  }

  private boolean conditionIsTrue(String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (text(condition.path("type")).equals(type)
          && text(condition.path("status")).equals("True")) {
        return true;
      }
    }
    return false;
  }

  private String readinessGates() {
    JsonNode gates = spec.path("readinessGates");
    if (gates.isEmpty()) {
      return NONE;
    }
    int open = 0;
    for (String type : Trees.texts(gates, "conditionType")) {
      open += Trees.condition(status.path("conditions"), type).equals("True") ? 1 : 0;
    }
    return open + "/" + gates.size();
  }
}
