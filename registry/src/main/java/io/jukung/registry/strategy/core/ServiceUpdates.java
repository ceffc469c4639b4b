package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of the addresses and ports of a service that changes ({@code patchAllocatedValues}
 * and {@code normalizeClusterIPs} in {@code pkg/registry/core/service/storage/storage.go}, {@code
 * dropTypeDependentFields} in {@code pkg/registry/core/service/strategy.go} at v1.36).
 */
final class ServiceUpdates {
  private ServiceUpdates() {}

  /** What the client left out stays as it was. */
  static void keepAllocated(ObjectNode spec, ObjectNode before) {
    if (Services.needsClusterIp(spec) && Services.needsClusterIp(before)) {
      if (Services.clusterIp(spec).isEmpty()) {
        restore(spec, before, "clusterIP");
      }
      if (Services.clusterIps(spec).isEmpty()) {
        restore(spec, before, "clusterIPs");
      }
    }
    boolean changed = !Services.clusterIp(spec).equals(Services.clusterIp(before));
    if (changed && Services.clusterIps(spec).equals(Services.clusterIps(before))) {
      spec.remove("clusterIPs");
      if (!Services.clusterIp(spec).isEmpty()) {
        spec.putArray("clusterIPs").add(Services.clusterIp(spec));
      }
    }
    if (Services.needsNodePort(spec) && Services.needsNodePort(before)) {
      keepNodePorts(spec, before);
    }
    if (Services.needsHealthCheckPort(spec)
        && Services.needsHealthCheckPort(before)
        && spec.path("healthCheckNodePort").asInt() == 0) {
      restore(spec, before, "healthCheckNodePort");
    }
  }

  private static void keepNodePorts(ObjectNode spec, ObjectNode before) {
    Set<Integer> used = nodePorts(before);
    used.retainAll(nodePorts(spec));
    Map<String, Integer> byName = new HashMap<>();
    for (JsonNode port : before.path("ports")) {
      byName.put(port.path("name").asText(""), port.path("nodePort").asInt());
    }
    for (JsonNode node : spec.path("ports")) {
      int old = byName.getOrDefault(node.path("name").asText(""), 0);
      if (node instanceof ObjectNode port
          && port.path("nodePort").asInt() == 0
          && old != 0
          && !used.contains(old)) {
        port.put("nodePort", old);
      }
    }
  }

  private static Set<Integer> nodePorts(JsonNode spec) {
    Set<Integer> ports = new HashSet<>();
    for (JsonNode port : spec.path("ports")) {
      if (port.path("nodePort").asInt() != 0) {
        ports.add(port.path("nodePort").asInt());
      }
    }
    return ports;
  }

  /** What the new type has no use for goes, unless the client changed it too. */
  static void dropWhatTheTypeHasNot(ObjectNode spec, ObjectNode before) {
    if (Services.needsClusterIp(before) && !Services.needsClusterIp(spec)) {
      if (spec.path("clusterIPs").equals(before.path("clusterIPs"))) {
        spec.remove(List.of("clusterIP", "clusterIPs"));
      }
      dropIfSame(spec, before, "ipFamilies");
      dropIfSame(spec, before, "ipFamilyPolicy");
      dropIfSame(spec, before, "internalTrafficPolicy");
    }
    if (Services.needsNodePort(before)
        && !Services.needsNodePort(spec)
        && nodePorts(spec).equals(nodePorts(before))) {
      for (JsonNode port : spec.path("ports")) {
        ((ObjectNode) port).remove("nodePort");
      }
    }
    if (Services.needsHealthCheckPort(before) && !Services.needsHealthCheckPort(spec)) {
      dropIfSame(spec, before, "healthCheckNodePort");
    }
    if (before.path("type").asText().equals("LoadBalancer")
        && !spec.path("type").asText().equals("LoadBalancer")) {
      dropIfSame(spec, before, "allocateLoadBalancerNodePorts");
      dropIfSame(spec, before, "loadBalancerClass");
    }
    if (Services.externallyAccessible(before) && !Services.externallyAccessible(spec)) {
      dropIfSame(spec, before, "externalTrafficPolicy");
    }
  }

  private static void dropIfSame(ObjectNode spec, ObjectNode before, String field) {
    if (spec.path(field).equals(before.path(field))) {
      spec.remove(field);
    }
  }

  private static void restore(ObjectNode spec, ObjectNode before, String field) {
    JsonNode value = before.get(field);
    if (value != null) {
      spec.set(field, value.deepCopy());
    }
  }

  /** The first address stays while the service has any. */
  static void check(JsonNode spec, JsonNode before, List<FieldError> errors) {
    boolean name = !Services.needsClusterIp(spec) || !Services.needsClusterIp(before);
    if (name || (Services.headless(spec) && Services.headless(before))) {
      return;
    }
    Spot addresses = new Spot(spec.path("clusterIPs"), "spec.clusterIPs");
    List<String> now = Services.clusterIps(spec);
    List<String> old = Services.clusterIps(before);
    Spot first = new Spot(addresses.node(), "spec.clusterIPs[0]");
    if (!old.isEmpty() && now.isEmpty()) {
      Check.invalid(first, "primary clusterIP can not be unset", errors);
    } else if (!old.isEmpty() && !now.getFirst().equals(old.getFirst())) {
      Check.invalid(first, "may not change once set", errors);
    }
  }
}
