package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills one service's node ports ({@code initNodePorts} and {@code updateNodePorts} in {@code
 * pkg/registry/core/service/storage/alloc.go} at v1.36). Used once.
 */
final class ServicePorts {
  private final ServiceAllocations allocations;
  private final Set<Integer> given;

  /**
   * A service's ports.
   *
   * @param own what it has already
   */
  ServicePorts(ServiceAllocations allocations, Set<Integer> own) {
    this.allocations = allocations;
    this.given = new HashSet<>(own);
  }

  void fill(ObjectNode spec, List<FieldError> errors) {
    if (Services.needsNodePort(spec)) {
      ports(spec, errors);
    }
    if (Services.needsHealthCheckPort(spec)) {
      healthCheck(spec);
    }
  }

  /** One number serves a port for all protocols. */
  private void ports(ObjectNode spec, List<FieldError> errors) {
    Map<Integer, Integer> byPort = new HashMap<>();
    Set<Integer> asked = new HashSet<>();
    int index = -1;
    for (JsonNode node : spec.path("ports")) {
      index++;
      ObjectNode port = (ObjectNode) node;
      int number = port.path("nodePort").asInt();
      int servicePort = port.path("port").asInt();
      if (number == 0 && !Services.getsNodePorts(spec)) {
        continue;
      }
      if (number == 0) {
        number = byPort.containsKey(servicePort) ? byPort.get(servicePort) : next("a nodePort");
        port.put("nodePort", number);
      } else if (asked.add(number)) {
        String path = "spec.ports[" + index + "].nodePort";
        JsonNode value = IntNode.valueOf(number);
        problem(number).ifPresent(text -> errors.add(FieldError.invalid(path, value, text)));
      }
      byPort.put(servicePort, number);
    }
  }

  private void healthCheck(ObjectNode spec) {
    int asked = spec.path("healthCheckNodePort").asInt();
    if (asked == 0) {
      spec.put("healthCheckNodePort", next("a HealthCheck NodePort 0"));
      return;
    }
    problem(asked)
        .ifPresent(
            text -> {
              throw StatusException.internal(
                  "failed to allocate requested HealthCheck NodePort " + asked + ": " + text);
            });
  }

  /** What is wrong with a number, which is the service's when nothing is. */
  private Optional<String> problem(int port) {
    return given.add(port) ? allocations.nodePortProblem(port) : Optional.empty();
  }

  private int next(String what) {
    int port =
        allocations
            .nodePort(given)
            .orElseThrow(
                () -> StatusException.internal("failed to allocate " + what + ": range is full"));
    given.add(port);
    return port;
  }
}
