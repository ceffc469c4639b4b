package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a pod holds of each resource: as its status tells where that is more than its spec wishes
 * ({@code k8s.io/component-helpers/resource/helpers.go} at v1.36).
 */
final class PodAmounts {
  private PodAmounts() {}

  /** Its requests. */
  static Map<String, Quantity> requests(Pod pod) {
    return held(pod, ResourceRequirements::getRequests, true);
  }

  /** Its limits. */
  static Map<String, Quantity> limits(Pod pod) {
    return held(pod, ResourceRequirements::getLimits, false);
  }

  private static Map<String, Quantity> held(
      Pod pod, Function<ResourceRequirements, Map<String, Quantity>> list, boolean requests) {
    Map<String, ContainerStatus> statuses = new HashMap<>();
    PodStatus status = pod.getStatus();
    boolean infeasible = false;
    if (status != null) {
      status.getContainerStatuses().forEach(one -> statuses.put(one.getName(), one));
      status.getInitContainerStatuses().forEach(one -> statuses.put(one.getName(), one));
      infeasible =
          status.getConditions().stream()
              .anyMatch(
                  c ->
                      "PodResizePending".equals(c.getType()) && "Infeasible".equals(c.getReason()));
    }
    boolean keepsActual = infeasible;
    Map<String, Quantity> sum =
        containers(
            pod,
            container -> {
              Map<String, Quantity> wish = of(container.getResources(), list);
              ContainerStatus told = statuses.get(container.getName());
              if (told == null || told.getResources() == null) {
                return wish;
              }
              Map<String, Quantity> most = of(told.getResources(), list);
              if (requests) {
                Amounts.raise(most, told.getAllocatedResources());
              }
              if (!keepsActual) {
                Amounts.raise(most, wish);
              }
              return most;
            },
            container -> of(container.getResources(), list));
    of(pod.getSpec().getResources(), list)
        .forEach(
            (name, quantity) -> {
              if (podLevel(name)) {
                sum.put(name, quantity);
              }
            });
    Amounts.of(pod.getSpec().getOverhead())
        .forEach(
            (name, quantity) -> {
              Quantity known = sum.get(name);
              if (requests || (known != null && known.getNumericalAmount().signum() != 0)) {
                sum.merge(name, quantity, Amounts::plus);
              }
            });
    return sum;
  }

  private static boolean podLevel(String name) {
    return name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-");
  }

  private static Map<String, Quantity> of(
      @Nullable ResourceRequirements resources,
      Function<ResourceRequirements, Map<String, Quantity>> list) {
    return resources == null ? new TreeMap<>() : Amounts.of(list.apply(resources));
  }

  private static Map<String, Quantity> containers(
      Pod pod,
      Function<Container, Map<String, Quantity>> held,
      Function<Container, Map<String, Quantity>> wished) {
    Map<String, Quantity> all = new TreeMap<>();
    for (Container container : pod.getSpec().getContainers()) {
      Amounts.add(all, held.apply(container));
    }
    Map<String, Quantity> sidecars = new TreeMap<>();
    Map<String, Quantity> peak = new TreeMap<>();
    for (Container container : List.copyOf(pod.getSpec().getInitContainers())) {
      if ("Always".equals(container.getRestartPolicy())) {
        Map<String, Quantity> own = held.apply(container);
        Amounts.add(all, own);
        Amounts.add(sidecars, own);
        Amounts.raise(peak, sidecars);
      } else {
        Map<String, Quantity> moment = new TreeMap<>(sidecars);
        Amounts.add(moment, wished.apply(container));
        Amounts.raise(peak, moment);
      }
    }
    Amounts.raise(all, peak);
    return all;
  }
}
