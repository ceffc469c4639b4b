package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a whole pod asks for: its containers together, or the hungriest moment of its init
 * containers when that is more; resources set for the pod itself go before.
 *
 * <p>Upstream: {@code k8s.io/component-helpers/resource/helpers.go} at v1.36.
 */
public final class PodResources {
  private static final Set<String> POD_LEVEL = Set.of("cpu", "memory");

  private PodResources() {}

  /** Whether a resource may be set for a pod as a whole. */
  public static boolean podLevel(String resource) {
    return POD_LEVEL.contains(resource) || resource.startsWith("hugepages-");
  }

  /**
   * The sum, as quantities.
   *
   * @param list {@code requests} or {@code limits}
   */
  static ObjectNode total(JsonNode spec, String list) {
    Map<String, Quantity> all =
        containers(spec, list, container -> read(container.path("resources").path(list)));
    ObjectNode total = JsonNodeFactory.instance.objectNode();
    all.forEach((name, quantity) -> total.put(name, quantity.text()));
    spec.path("resources")
        .path(list)
        .properties()
        .forEach(
            entry -> {
              if (podLevel(entry.getKey())) {
                total.set(entry.getKey(), entry.getValue());
              }
            });
    return total;
  }

  /**
   * What the pod holds: as it is told in its status where that is more than its spec wishes, with
   * the overhead of its sandbox.
   *
   * @param list {@code requests} or {@code limits}
   */
  public static Map<String, Quantity> held(JsonNode pod, String list) {
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    boolean infeasible = infeasible(status);
    Map<String, JsonNode> statuses = new HashMap<>();
    for (String field : new String[] {"containerStatuses", "initContainerStatuses"}) {
      status.path(field).forEach(one -> statuses.put(one.path("name").asText(""), one));
    }
    Map<String, Quantity> sum =
        containers(
            spec,
            list,
            container -> {
              JsonNode told = statuses.get(container.path("name").asText(""));
              return told == null || !told.path("resources").isObject()
                  ? read(container.path("resources").path(list))
                  : effective(container, told, list, infeasible);
            });
    Map<String, Quantity> whole =
        status.path("resources").isObject()
            ? effective(spec, status, list, infeasible)
            : read(spec.path("resources").path(list));
    spec.path("resources")
        .path(list)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (podLevel(name)) {
                sum.put(name, whole.getOrDefault(name, Quantity.parse("0")));
              }
            });
    overhead(read(spec.path("overhead")), sum, list.equals("limits"));
    return sum;
  }

  private static void overhead(
      Map<String, Quantity> overhead, Map<String, Quantity> sum, boolean limits) {
    overhead.forEach(
        (name, quantity) -> {
          Quantity known = sum.get(name);
          if (!limits || (known != null && known.amount().signum() != 0)) {
            sum.merge(name, quantity, Quantity::plus);
          }
        });
  }

  private static boolean infeasible(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText("").equals("PodResizePending")) {
        return condition.path("reason").asText("").equals("Infeasible");
      }
    }
    return false;
  }

  private static Map<String, Quantity> effective(
      JsonNode wish, JsonNode told, String list, boolean infeasible) {
    Map<String, Quantity> most = read(told.path("resources").path(list));
    if (list.equals("requests")) {
      raise(most, read(told.path("allocatedResources")));
    }
    if (!infeasible) {
      raise(most, read(wish.path("resources").path(list)));
    }
    return most;
  }

  private static Map<String, Quantity> containers(
      JsonNode spec, String list, Function<JsonNode, Map<String, Quantity>> held) {
    Map<String, Quantity> all = new HashMap<>();
    for (JsonNode container : spec.path("containers")) {
      add(all, held.apply(container));
    }
    Map<String, Quantity> sidecars = new HashMap<>();
    Map<String, Quantity> peak = new HashMap<>();
    for (JsonNode container : spec.path("initContainers")) {
      if (container.path("restartPolicy").asText("").equals("Always")) {
        Map<String, Quantity> own = held.apply(container);
        add(all, own);
        add(sidecars, own);
        raise(peak, sidecars);
      } else {
        Map<String, Quantity> moment = new HashMap<>(sidecars);
        add(moment, read(container.path("resources").path(list)));
        raise(peak, moment);
      }
    }
    raise(all, peak);
    return all;
  }

  /** Quantities by name. */
  private static Map<String, Quantity> read(JsonNode quantities) {
    Map<String, Quantity> read = new HashMap<>();
    quantities
        .properties()
        .forEach(entry -> read.put(entry.getKey(), Quantity.parse(entry.getValue().asText())));
    return read;
  }

  private static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
    more.forEach((name, quantity) -> sum.merge(name, quantity, Quantity::plus));
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
