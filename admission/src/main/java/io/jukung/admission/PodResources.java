package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a whole pod asks for: its containers together, or the hungriest moment of its init
 * containers when that is more; resources set for the pod itself go before.
 *
 * <p>Upstream: {@code k8s.io/component-helpers/resource/helpers.go} at v1.36.
 */
final class PodResources {
  private static final Set<String> POD_LEVEL = Set.of("cpu", "memory");

  private PodResources() {}

  /**
   * The sum, as quantities.
   *
   * @param list {@code requests} or {@code limits}
   */
  static ObjectNode total(JsonNode spec, String list) {
    Map<String, Quantity> all = new HashMap<>();
    for (JsonNode container : spec.path("containers")) {
      add(all, container.path("resources").path(list));
    }
    Map<String, Quantity> sidecars = new HashMap<>();
    Map<String, Quantity> peak = new HashMap<>();
    for (JsonNode container : spec.path("initContainers")) {
      JsonNode own = container.path("resources").path(list);
      if (container.path("restartPolicy").asText("").equals("Always")) {
        add(all, own);
        add(sidecars, own);
        raise(peak, sidecars);
      } else {
        Map<String, Quantity> moment = new HashMap<>(sidecars);
        add(moment, own);
        raise(peak, moment);
      }
    }
    raise(all, peak);
    ObjectNode total = JsonNodeFactory.instance.objectNode();
    all.forEach((name, quantity) -> total.put(name, quantity.text()));
    spec.path("resources")
        .path(list)
        .properties()
        .forEach(
            entry -> {
              if (POD_LEVEL.contains(entry.getKey()) || entry.getKey().startsWith("hugepages-")) {
                total.set(entry.getKey(), entry.getValue());
              }
            });
    return total;
  }

  private static void add(Map<String, Quantity> sum, JsonNode quantities) {
    quantities
        .properties()
        .forEach(
            entry ->
                sum.merge(
                    entry.getKey(), Quantity.parse(entry.getValue().asText()), Quantity::plus));
  }

  private static void raise(Map<String, Quantity> sum, Map<String, Quantity> other) {
    other.forEach(
        (name, quantity) ->
            sum.merge(
                name,
                quantity,
                (one, two) -> one.amount().compareTo(two.amount()) >= 0 ? one : two));
  }
}
