package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.registry.codec.value.Quantity;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How services count: their number, their node ports and those with a load balancer. Upstream:
 * {@code pkg/quota/v1/evaluator/core/services.go} at v1.36.
 */
record ServiceEvaluator() implements Evaluator {
  private static final String COUNT = CountEvaluator.name("services");
  private static final Set<String> NAMES =
      Set.of(COUNT, "services", "services.nodeports", "services.loadbalancers");

  @Override
  public boolean handles(AdmissionAttributes attributes) {
    return attributes.subresource().isEmpty() && attributes.writes();
  }

  @Override
  public boolean counts(String name) {
    return NAMES.contains(name);
  }

  @Override
  public Usage usage(JsonNode service) {
    JsonNode spec = service.path("spec");
    int nodePorts = 0;
    int balancers = 0;
    switch (spec.path("type").asText("")) {
      case "NodePort" -> nodePorts = spec.path("ports").size();
      case "LoadBalancer" -> {
        nodePorts = spec.path("ports").size();
        balancers = 1;
        if (!spec.path("allocateLoadBalancerNodePorts").asBoolean(true)) {
          nodePorts = 0;
          for (JsonNode port : spec.path("ports")) {
            nodePorts += port.path("nodePort").asInt() != 0 ? 1 : 0;
          }
        }
      }
      default -> {}
    }
    Map<String, Quantity> amounts = new TreeMap<>();
    amounts.put(COUNT, Usage.ONE);
    amounts.put("services", Usage.ONE);
    amounts.put("services.nodeports", Quantity.parse(Integer.toString(nodePorts)));
    amounts.put("services.loadbalancers", Quantity.parse(Integer.toString(balancers)));
    return new Usage(amounts);
  }
}
