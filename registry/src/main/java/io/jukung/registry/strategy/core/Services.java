package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of services ({@code validateService} in {@code pkg/apis/core/validation/validation.go}
 * at v1.36).
 */
final class Services {
  private static final int MAX_AFFINITY_SECONDS = 86400;

  private Services() {}

  static boolean needsClusterIp(JsonNode spec) {
    return !spec.path("type").asText("ClusterIP").equals("ExternalName");
  }

  static boolean headless(JsonNode spec) {
    return clusterIp(spec).equals("None");
  }

  static boolean needsNodePort(JsonNode spec) {
    return switch (spec.path("type").asText()) {
      case "NodePort", "LoadBalancer" -> true;
      default -> false;
    };
  }

  /** Whether ports that are not asked for are handed out. */
  static boolean getsNodePorts(JsonNode spec) {
    return switch (spec.path("type").asText()) {
      case "NodePort" -> true;
      case "LoadBalancer" -> spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
      default -> false;
    };
  }

  static boolean needsHealthCheckPort(JsonNode spec) {
    return spec.path("type").asText().equals("LoadBalancer")
        && spec.path("externalTrafficPolicy").asText().equals("Local");
  }

  static boolean externallyAccessible(JsonNode spec) {
    return switch (spec.path("type").asText()) {
      case "NodePort", "LoadBalancer" -> true;
      case "ClusterIP" -> !spec.path("externalIPs").isEmpty();
      default -> false;
    };
  }

  static String clusterIp(JsonNode spec) {
    return spec.path("clusterIP").asText("");
  }

  static List<String> clusterIps(JsonNode spec) {
    List<String> addresses = new ArrayList<>();
    spec.path("clusterIPs").forEach(address -> addresses.add(address.asText()));
    return addresses;
  }

  /** The addresses that are a service's own; a service without any has none. */
  static List<String> ownAddresses(Optional<ObjectNode> service) {
    return service
        .map(object -> object.path("spec"))
        .filter(Services::needsClusterIp)
        .map(Services::clusterIps)
        .orElse(List.of())
        .stream()
        .filter(address -> !address.equals("None"))
        .toList();
  }

  /** Checks a service; {@code old} is what it changes, missing for a new one. */
  static void check(ObjectNode object, JsonNode old, List<FieldError> errors) {
    Spot root = new Spot(object, "");
    ServiceReach.topology(root.at("metadata").at("annotations"), errors);
    Spot spec = root.at("spec");
    String type = spec.at("type").text();
    boolean headless = headless(spec.node());
    if (spec.at("ports").elements().isEmpty() && !headless && !type.equals("ExternalName")) {
      errors.add(FieldError.required("spec.ports", ""));
    }
    if (headless && (type.equals("LoadBalancer") || type.equals("NodePort"))) {
      errors.add(
          FieldError.invalid(
              "spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services"));
    }
    if (type.equals("ExternalName")) {
      externalName(spec, errors);
    }
    ports(spec.at("ports"), errors);
    Check.labels(spec.at("selector"), errors);
    Check.oneOf(spec.at("sessionAffinity"), List.of("ClientIP", "None"), errors);
    affinity(spec, errors);
    ServiceReach.externalAddresses(spec, old.path("spec"), errors);
    Check.oneOf(
        spec.at("type"), List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"), errors);
    combinations(spec, errors);
    ServiceReach.sourceRanges(root, old, errors);
    if (spec.has("allocateLoadBalancerNodePorts") && !type.equals("LoadBalancer")) {
      Check.forbidden(
          spec.at("allocateLoadBalancerNodePorts"),
          "may only be used when `type` is 'LoadBalancer'",
          errors);
    }
    ServiceReach.classForm(spec, errors);
    traffic(spec, errors);
    ServiceReach.distribution(spec, errors);
  }

  private static void externalName(Spot spec, List<FieldError> errors) {
    for (String field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      JsonNode value = spec.at(field).node();
      if (spec.at(field).has() && !(value.isArray() && value.isEmpty())) {
        errors.add(
            FieldError.forbidden(
                spec.at(field).path(), "may not be set for ExternalName services"));
      }
    }
    String name = spec.at("externalName").text();
    String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (relative.isEmpty()) {
      errors.add(FieldError.required("spec.externalName", ""));
    } else {
      for (String error : NameRule.DNS_SUBDOMAIN.errors(relative, false)) {
        errors.add(FieldError.invalid("spec.externalName", relative, error));
      }
    }
  }

  private static void ports(Spot ports, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Spot port : ports.elements()) {
      Spot name = port.at("name");
      if (ports.elements().size() > 1 && name.text().isEmpty()) {
        errors.add(FieldError.required(name.path(), ""));
      } else if (!name.text().isEmpty()) {
        Check.name(name, NameRule.DNS_LABEL, errors);
        if (!names.add(name.text())) {
          errors.add(FieldError.duplicate(name.path(), name.text()));
        }
      }
      Check.port(port.at("port"), errors);
      Check.oneOf(port.at("protocol"), List.of("SCTP", "TCP", "UDP"), errors);
      if (port.at("targetPort").has()) {
        Check.portNumberOrName(port.at("targetPort"), errors);
      }
    }
  }

  private static void affinity(Spot spec, List<FieldError> errors) {
    Spot config = spec.at("sessionAffinityConfig");
    Spot timeout = config.at("clientIP").at("timeoutSeconds");
    if (spec.at("sessionAffinity").text().equals("ClientIP") && timeout.has()) {
      if (timeout.number() <= 0 || timeout.number() > MAX_AFFINITY_SECONDS) {
        Check.invalid(
            timeout, "must be greater than 0 and less than " + MAX_AFFINITY_SECONDS, errors);
      }
    } else if (spec.at("sessionAffinity").text().equals("None") && config.has()) {
      errors.add(
          FieldError.forbidden(config.path(), "must not be set when session affinity is None"));
    }
  }

  private static void combinations(Spot spec, List<FieldError> errors) {
    String type = spec.at("type").text();
    Set<String> nodePorts = new HashSet<>();
    Set<String> ports = new HashSet<>();
    for (Spot port : spec.at("ports").elements()) {
      Spot nodePort = port.at("nodePort");
      String protocol = port.at("protocol").text();
      if (type.equals("ClusterIP") && nodePort.number() != 0) {
        errors.add(
            FieldError.forbidden(nodePort.path(), "may not be used when `type` is 'ClusterIP'"));
      }
      if (nodePort.number() != 0 && !nodePorts.add(protocol + nodePort.number())) {
        errors.add(
            new FieldError(
                FieldError.Type.DUPLICATE, nodePort.path(), Long.toString(nodePort.number()), ""));
      }
      if (!ports.add(protocol + port.at("port").number())) {
        errors.add(
            new FieldError(
                FieldError.Type.DUPLICATE,
                port.path(),
                "{\"Name\":\"\",\"Protocol\":\""
                    + protocol
                    + "\",\"AppProtocol\":null,\"Port\":"
                    + port.at("port").number()
                    + ",\"TargetPort\":0,\"NodePort\":0}",
                ""));
      }
    }
  }

  private static void traffic(Spot spec, List<FieldError> errors) {
    Spot external = spec.at("externalTrafficPolicy");
    if (!externallyAccessible(spec.node())) {
      if (!external.text().isEmpty()) {
        Check.invalid(external, "may only be set for externally-accessible services", errors);
      }
    } else {
      Check.oneOf(external, List.of("Cluster", "Local"), errors);
    }
    if (!needsHealthCheckPort(spec.node()) && spec.at("healthCheckNodePort").number() != 0) {
      Check.invalid(
          spec.at("healthCheckNodePort"),
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
          errors);
    }
    Check.oneOf(spec.at("internalTrafficPolicy"), List.of("Cluster", "Local"), errors);
  }
}
