package io.jukung.registry.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.Quantity;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the containers of a pod ask for together ({@code AggregateContainerRequests} in {@code
 * component-helpers/resource/helpers.go} at v1.36).
 */
public final class ContainerSums {
  private ContainerSums() {}

  /**
   * The sums by resource.
   *
   * @param spec the spec of a pod
   * @param part {@code requests} or {@code limits}
   */
  public static Map<String, Quantity> of(JsonNode spec, String part) {
    Map<String, Quantity> all = new TreeMap<>();
    for (JsonNode container : spec.path("containers")) {
      add(container.path("resources").path(part), all);
    }
    Map<String, Quantity> sidecars = new TreeMap<>();
    Map<String, Quantity> start = new TreeMap<>();
    for (JsonNode container : spec.path("initContainers")) {
      JsonNode own = container.path("resources").path(part);
      if (container.path("restartPolicy").asText("").equals("Always")) {
        add(own, all);
        add(own, sidecars);
        most(sidecars, start);
      } else {
        Map<String, Quantity> now = new TreeMap<>(sidecars);
        add(own, now);
        most(now, start);
      }
    }
    most(start, all);
    return all;
  }

  private static void add(JsonNode amounts, Map<String, Quantity> to) {
    amounts
        .properties()
        .forEach(
            each ->
                to.merge(each.getKey(), Quantity.parse(each.getValue().asText()), Quantity::plus));
  }

  private static void most(Map<String, Quantity> amounts, Map<String, Quantity> to) {
    amounts.forEach(
        (name, amount) ->
            to.merge(name, amount, (a, b) -> b.amount().compareTo(a.amount()) > 0 ? b : a));
  }
}
