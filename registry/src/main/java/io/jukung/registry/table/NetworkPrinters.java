package io.jukung.registry.table;

import static io.jukung.registry.table.Trees.NONE;
import static io.jukung.registry.table.Trees.given;
import static io.jukung.registry.table.Trees.has;
import static io.jukung.registry.table.Trees.name;
import static io.jukung.registry.table.Trees.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cells of services and networks. */
final class NetworkPrinters {
  private static final int MAX_SHOWN = 3;

  private NetworkPrinters() {}

  static void service(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(text(spec.path("type")));
    cells.add(has(spec.path("clusterIPs").path(0)) ? text(spec.path("clusterIPs").path(0)) : NONE);
    cells.add(externalIp(spec, object.path("status")));
    List<String> ports = new ArrayList<>();
    for (JsonNode port : spec.path("ports")) {
      long nodePort = port.path("nodePort").asLong();
      ports.add(
          port.path("port").asLong()
              + (nodePort > 0 ? ":" + nodePort : "")
              + "/"
              + text(port.path("protocol")));
    }
    cells.add(ports.isEmpty() ? NONE : String.join(",", ports));
    cells.add(ages.of(object));
    cells.add(Trees.labels(spec.path("selector")));
  }

  private static String externalIp(JsonNode spec, JsonNode status) {
    List<String> given = Trees.texts(spec.path("externalIPs"));
    String externalIps = String.join(",", given);
    return switch (text(spec.path("type"))) {
      case "ClusterIP", "NodePort" -> given.isEmpty() ? NONE : externalIps;
      case "LoadBalancer" -> {
        String balancer = Trees.loadBalancer(status);
        if (given.isEmpty()) {
          yield balancer.isEmpty() ? "<pending>" : balancer;
        }
        yield balancer.isEmpty() ? externalIps : balancer + "," + externalIps;
      }
      case "ExternalName" -> text(spec.path("externalName"));
      default -> "<unknown>";
    };
  }

  static void ingress(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    cells.add(name(object));
    cells.add(given(spec.path("ingressClassName"), NONE));
    cells.add(hosts(spec.path("rules")));
    cells.add(Trees.loadBalancer(object.path("status")));
    cells.add(spec.path("tls").isEmpty() ? "80" : "80, 443");
    cells.add(ages.of(object));
  }

  private static String hosts(JsonNode rules) {
    List<String> hosts = new ArrayList<>(MAX_SHOWN);
    boolean more = false;
    for (JsonNode rule : rules) {
      more |= hosts.size() == MAX_SHOWN;
      String host = text(rule.path("host"));
      if (!more && !host.isEmpty()) {
        hosts.add(host);
      }
    }
    if (hosts.isEmpty()) {
      return "*";
    }
    String shown = String.join(",", hosts);
    return more ? Trees.more(shown, rules.size() - MAX_SHOWN) : shown;
  }

  static void ingressClass(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode spec = object.path("spec");
    JsonNode parameters = spec.path("parameters");
    JsonNode annotations = object.path("metadata").path("annotations");
    boolean isDefault =
        text(annotations.path("ingressclass.kubernetes.io/is-default-class")).equals("true");
    cells.add(name(object) + (isDefault ? " (default)" : ""));
    cells.add(text(spec.path("controller")));
    cells.add(
        has(parameters)
            ? text(parameters.path("kind"))
                + (has(parameters.path("apiGroup")) ? "." + text(parameters.path("apiGroup")) : "")
                + "/"
                + text(parameters.path("name"))
            : NONE);
    cells.add(ages.of(object));
  }

  static void networkPolicy(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(Selectors.format(object.path("spec").path("podSelector")));
    cells.add(ages.of(object));
  }

  static void endpoints(JsonNode object, Ages ages, ArrayNode cells) {
    List<String> all = new ArrayList<>();
    for (JsonNode subset : object.path("subsets")) {
      List<String> addresses = Trees.texts(subset.path("addresses"), "ip");
      if (subset.path("ports").isEmpty()) {
        all.addAll(addresses);
      }
      for (JsonNode port : subset.path("ports")) {
        for (String address : addresses) {
          String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
          all.add(host + ":" + port.path("port").asLong());
        }
      }
    }
    cells.add(name(object));
    cells.add(object.path("subsets").isEmpty() ? NONE : all.isEmpty() ? "" : Trees.shortened(all));
    cells.add(ages.of(object));
  }

  static void endpointSlice(JsonNode object, Ages ages, ArrayNode cells) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : object.path("ports")) {
      ports.add(port.path("port").asText(given(port.path("name"), "*")));
    }
    List<String> addresses = new ArrayList<>();
    for (JsonNode endpoint : object.path("endpoints")) {
      addresses.addAll(Trees.texts(endpoint.path("addresses")));
    }
    cells.add(name(object));
    cells.add(text(object.path("addressType")));
    cells.add(Trees.shortened(ports));
    cells.add(Trees.shortened(addresses));
    cells.add(ages.of(object));
  }

  static void serviceCidr(JsonNode object, Ages ages, ArrayNode cells) {
    cells.add(name(object));
    cells.add(String.join(",", Trees.texts(object.path("spec").path("cidrs"))));
    cells.add(ages.of(object));
  }

  /** Three cells under two columns: upstream's age has no column. */
  static void ipAddress(JsonNode object, Ages ages, ArrayNode cells) {
    JsonNode parent = object.path("spec").path("parentRef");
    String shown = NONE;
    if (has(parent)) {
      String group = text(parent.path("group"));
      String namespace = text(parent.path("namespace"));
      String resource = text(parent.path("resource")) + (group.isEmpty() ? "" : "." + group);
      shown =
          resource.toLowerCase(Locale.ROOT)
              + (namespace.isEmpty() ? "" : "/" + namespace)
              + "/"
              + text(parent.path("name"));
    }
    cells.add(name(object));
    cells.add(shown);
    cells.add(ages.of(object));
  }
}
