package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Services ({@code pkg/quota/v1/evaluator/core/services.go} at v1.36). */
record ServiceEvaluator() implements Evaluator<Service> {
  private static final String COUNT = "count/services";
  private static final String NODE_PORTS = "services.nodeports";
  private static final String BALANCERS = "services.loadbalancers";

  @Override
  public boolean counts(String name) {
    return Set.of(COUNT, "services", NODE_PORTS, BALANCERS).contains(name);
  }

  @Override
  public Map<String, Quantity> usage(Service service) {
    long ports = service.getSpec().getPorts().size();
    boolean balancer = type(service).equals("LoadBalancer");
    if (balancer && Boolean.FALSE.equals(service.getSpec().getAllocateLoadBalancerNodePorts())) {
      ports =
          service.getSpec().getPorts().stream()
              .filter(port -> port.getNodePort() != null && port.getNodePort() != 0)
              .count();
    } else if (type(service).isEmpty()) {
      ports = 0;
    }
    return new TreeMap<>(
        Map.of(
            COUNT,
            Amounts.ONE,
            "services",
            Amounts.ONE,
            NODE_PORTS,
            new Quantity(Long.toString(ports)),
            BALANCERS,
            balancer ? Amounts.ONE : Amounts.ZERO));
  }

  /** The type, if it is one that counts. */
  private static String type(Service service) {
    String type = Objects.requireNonNullElse(service.getSpec().getType(), "");
    return type.equals("NodePort") || type.equals("LoadBalancer") ? type : "";
  }

  @Override
  public boolean replenishes(Service before, Service after) {
    return !type(before).equals(type(after));
  }
}
