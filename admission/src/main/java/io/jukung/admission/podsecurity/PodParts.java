package io.jukung.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A pod as checks look at it, and the words they have in common.
 *
 * @param containers initial, plain and ephemeral ones, in this order
 */
record PodParts(JsonNode metadata, JsonNode spec, List<JsonNode> containers) {
  static PodParts of(JsonNode metadata, JsonNode spec) {
    List<JsonNode> containers = new ArrayList<>();
    for (String list : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
      spec.path(list).forEach(containers::add);
    }
    return new PodParts(metadata, spec, List.copyOf(containers));
  }

  /** The security context of the pod or of a container; missing when it has none. */
  static JsonNode security(JsonNode holder) {
    return holder.path("securityContext");
  }

  /** The names of the containers that fulfil a condition. */
  List<String> names(Predicate<JsonNode> condition) {
    return containers.stream()
        .filter(condition)
        .map(container -> container.path("name").asText(""))
        .toList();
  }

  boolean isWindows() {
    return spec.path("os").path("name").asText("").equals("windows");
  }

  /** Whether the pod's users are not those of its node, which makes some rules needless. */
  boolean hasOwnUsers() {
    return spec.path("hostUsers").isBoolean() && !spec.path("hostUsers").asBoolean();
  }

  /** {@code container "a"} or {@code containers "a", "b"}. */
  static String containers(List<String> names) {
    return plural("container", names) + " " + quoted(names);
  }

  /** The pod and containers that set something, joined by {@code and}. */
  static String setters(boolean pod, List<String> containers) {
    String named = containers.isEmpty() ? "" : containers(containers);
    return pod ? named.isEmpty() ? "pod" : "pod and " + named : named;
  }

  static String plural(String word, Collection<String> of) {
    return of.size() == 1 ? word : word + "s";
  }

  /** {@code "a", "b"}, in the given order. */
  static String quoted(Collection<String> texts) {
    return texts.isEmpty() ? "" : "\"" + String.join("\", \"", texts) + "\"";
  }

  /** {@code "a", "b"}, sorted, each once. */
  static String sorted(Collection<String> texts) {
    return quoted(new TreeSet<>(texts));
  }
}
