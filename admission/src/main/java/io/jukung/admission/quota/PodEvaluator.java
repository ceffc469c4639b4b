package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.PodResources;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.strategy.pod.PodQos;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How pods count: those that have not ended, with what they hold. Upstream: {@code
 * pkg/quota/v1/evaluator/core/pods.go} at v1.36.
 */
record PodEvaluator(InstantSource clock) implements Evaluator {
  private static final String COUNT = CountEvaluator.name("pods");
  private static final Set<String> NAMES =
      Set.of(
          COUNT,
          "pods",
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  /** What each container has to state when the quota limits it; more will not be added. */
  private static final Set<String> REQUIRED =
      Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

  private static final String DEVICE_CLASS = "deviceclass.resource.kubernetes.io/";

  @Override
  public boolean handles(AdmissionAttributes attributes) {
    return switch (attributes.subresource()) {
      case "" ->
          attributes.operation() == Operation.CREATE
              || (attributes.operation() == Operation.UPDATE
                  && terminating(attributes.object().orElseThrow())
                      != terminating(attributes.old().orElseThrow()));
      case "resize" -> attributes.operation() == Operation.UPDATE;
      default -> false;
    };
  }

  @Override
  public boolean counts(String name) {
    return NAMES.contains(name)
        || name.startsWith("hugepages-")
        || name.startsWith("requests.hugepages-")
        || requestsExtended(name);
  }

  /** Whether it is {@code requests.} with the name of an extended resource. */
  static boolean requestsExtended(String name) {
    return name.startsWith("requests.")
        && (!isNative(name) || name.startsWith("requests." + DEVICE_CLASS));
  }

  private static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  private static boolean extended(String name) {
    return name.startsWith(DEVICE_CLASS) || (!isNative(name) && !name.startsWith("requests."));
  }

  @Override
  public boolean matches(Scope scope, JsonNode pod) {
    return switch (scope.name()) {
      case "Terminating" -> terminating(pod);
      case "NotTerminating" -> !terminating(pod);
      case "BestEffort" -> bestEffort(pod);
      case "NotBestEffort" -> !bestEffort(pod);
      case "PriorityClass" -> {
        String priority = pod.path("spec").path("priorityClassName").asText("");
        yield scope.selects(priority.isEmpty() ? List.of() : List.of(priority));
      }
      case "CrossNamespacePodAffinity" -> crossesNamespaces(pod.at("/spec/affinity"));
      default -> false;
    };
  }

  private static boolean terminating(JsonNode pod) {
    JsonNode deadline = pod.path("spec").path("activeDeadlineSeconds");
    return deadline.isNumber() && deadline.asLong() >= 0;
  }

  private static boolean bestEffort(JsonNode pod) {
    String told = pod.path("status").path("qosClass").asText("");
    return (told.isEmpty() ? PodQos.of(pod.path("spec")) : told).equals("BestEffort");
  }

  private static boolean crossesNamespaces(JsonNode affinity) {
    for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
      for (JsonNode term :
          affinity.path(kind).path("requiredDuringSchedulingIgnoredDuringExecution")) {
        if (crossesInTerm(term)) {
          return true;
        }
      }
      for (JsonNode term :
          affinity.path(kind).path("preferredDuringSchedulingIgnoredDuringExecution")) {
        if (crossesInTerm(term.path("podAffinityTerm"))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean crossesInTerm(JsonNode term) {
    return !term.path("namespaces").isEmpty() || term.path("namespaceSelector").isObject();
  }

  @Override
  public String missing(Set<String> names, JsonNode pod) {
    if (resourcesOfThePod(pod.at("/spec/resources"))) {
      return "";
    }
    Map<String, Set<String>> missing = new TreeMap<>();
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : pod.path("spec").path(list)) {
        Set<String> lacking = new TreeSet<>(names);
        lacking.retainAll(REQUIRED);
        lacking.removeAll(compute(container.path("resources")).amounts().keySet());
        for (String name : lacking) {
          missing
              .computeIfAbsent(name, n -> new TreeSet<>())
              .add(container.path("name").asText(""));
        }
      }
    }
    if (missing.isEmpty()) {
      return "";
    }
    List<String> texts =
        missing.entrySet().stream()
            .map(entry -> entry.getKey() + " for: " + String.join(",", entry.getValue()))
            .toList();
    return "must specify " + String.join("; ", texts);
  }

  private static boolean resourcesOfThePod(JsonNode resources) {
    for (String list : new String[] {"requests", "limits"}) {
      for (Map.Entry<String, JsonNode> entry : resources.path(list).properties()) {
        if (PodResources.podLevel(entry.getKey())) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public Usage usage(JsonNode pod) {
    Map<String, Quantity> count = new TreeMap<>(Map.of(COUNT, Usage.ONE));
    if (over(pod)) {
      return new Usage(count);
    }
    return new Usage(count)
        .plus(compute(PodResources.held(pod, "requests"), PodResources.held(pod, "limits")));
  }

  private static Usage compute(JsonNode resources) {
    return compute(
        Usage.of(resources.path("requests")).amounts(),
        Usage.of(resources.path("limits")).amounts());
  }

  private static Usage compute(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    Map<String, Quantity> amounts = new TreeMap<>(Map.of("pods", Usage.ONE));
    for (String name : new String[] {"cpu", "memory", "ephemeral-storage"}) {
      Quantity request = requests.get(name);
      if (request != null) {
        amounts.put(name, request);
        amounts.put("requests." + name, request);
      }
      Quantity limit = limits.get(name);
      if (limit != null) {
        amounts.put("limits." + name, limit);
      }
    }
    requests.forEach(
        (name, request) -> {
          if (name.startsWith("hugepages-")) {
            amounts.put(name, request);
            amounts.put("requests." + name, request);
          } else if (extended(name)) {
            amounts.put("requests." + name, request);
          }
        });
    return new Usage(amounts);
  }

  /** Whether the pod has ended, or should have been gone for longer than it was given. */
  private boolean over(JsonNode pod) {
    String phase = pod.path("status").path("phase").asText("");
    if (phase.equals("Failed") || phase.equals("Succeeded")) {
      return true;
    }
    JsonNode metadata = pod.path("metadata");
    String deleted = metadata.path("deletionTimestamp").asText("");
    JsonNode grace = metadata.path("deletionGracePeriodSeconds");
    return !deleted.isEmpty()
        && grace.isNumber()
        && clock.instant().isAfter(Instant.parse(deleted).plusSeconds(grace.asLong()));
  }
}
