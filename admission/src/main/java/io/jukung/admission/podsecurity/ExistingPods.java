package io.jukung.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionObjects;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the pods of a namespace break of a level that is newly enforced there. */
record ExistingPods(AdmissionObjects objects, String namespace, LevelVersion level) {
  private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
  private static final int MAX_PODS = 3000;

  private record Count(String first, int pods) {
    Count plus(Count other) {
      return new Count(first.compareTo(other.first) <= 0 ? first : other.first, pods + other.pods);
    }

    @Override
    public String toString() {
      return switch (pods) {
        case 1 -> first;
        case 2 -> first + " (and 1 other pod)";
        default -> first + " (and " + (pods - 1) + " other pods)";
      };
    }
  }

  /** The warnings for whoever changes the namespace. */
  List<String> warnings() {
    List<JsonNode> pods = differentFirst(objects.list(PODS, namespace));
    Map<String, Count> counts = new TreeMap<>();
    for (JsonNode pod : pods.subList(0, Math.min(MAX_PODS, pods.size()))) {
      List<Violation> violations =
          Standards.evaluate(level, PodParts.of(pod.path("metadata"), pod.path("spec")));
      if (!violations.isEmpty()) {
        counts.merge(
            Violation.reasons(violations),
            new Count(pod.at("/metadata/name").asText(""), 1),
            Count::plus);
      }
    }
    List<String> warnings = new ArrayList<>();
    if (pods.size() > MAX_PODS) {
      warnings.add(
          "new PodSecurity enforce level only checked against the first "
              + MAX_PODS
              + " of "
              + pods.size()
              + " existing pods");
    }
    if (!counts.isEmpty()) {
      warnings.add(
          "existing pods in namespace \""
              + namespace
              + "\" violate the new PodSecurity enforce level \""
              + level
              + "\"");
    }
    List<String> texts = new ArrayList<>();
    counts.forEach((reasons, count) -> texts.add(count + ": " + reasons));
    texts.sort(null);
    warnings.addAll(texts);
    return warnings;
  }

  /** One pod of each owner, and then the others, which are most likely the same. */
  private static List<JsonNode> differentFirst(List<JsonNode> pods) {
    List<JsonNode> first = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    Set<String> owners = new HashSet<>();
    for (JsonNode pod : pods) {
      String owner = "";
      for (JsonNode reference : pod.at("/metadata/ownerReferences")) {
        owner = reference.path("controller").asBoolean() ? reference.path("uid").asText("") : owner;
      }
      (owner.isEmpty() || owners.add(owner) ? first : others).add(pod);
    }
    first.addAll(others);
    return first;
  }
}
