package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fills in requests and limits that a namespace's LimitRanges set, and keeps pods and claims within
 * them.
 *
 * <p>Upstream: {@code plugin/pkg/admission/limitranger} at v1.36.
 */
final class LimitRanger implements AdmissionPlugin {
  private static final GroupVersionResource RANGES =
      new GroupVersionResource("", "v1", "limitranges");
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  private final AdmissionObjects objects;

  /** Finds limit ranges in {@code objects}. */
  LimitRanger(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "LimitRanger";
  }

  private static boolean concerns(AdmissionAttributes attributes) {
    if (attributes.old().isPresent()
        && attributes.old().get().path("metadata").has("deletionTimestamp")) {
      return false;
    }
    if (attributes.isPod()) {
      return attributes.subresource().equals("resize")
          ? attributes.operation() == Operation.UPDATE
          : attributes.subresource().isEmpty() && attributes.operation() == Operation.CREATE;
    }
    return attributes.resource().groupResource().equals("persistentvolumeclaims")
        && attributes.subresource().isEmpty()
        && attributes.writes();
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.isPod() || !concerns(attributes)) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    for (JsonNode range : objects.list(RANGES, attributes.namespace())) {
      List<String> done = new ArrayList<>();
      for (String kind : List.of("containers", "initContainers")) {
        String word = kind.equals("containers") ? "container" : "init container";
        for (JsonNode container : pod.path("spec").path(kind)) {
          fill((ObjectNode) container, range, word, done);
        }
      }
      if (!done.isEmpty()) {
        pod.withObject("/metadata")
            .withObject("/annotations")
            .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", done));
      }
    }
  }

  private static void fill(ObjectNode container, JsonNode range, String word, List<String> done) {
    Set<String> requests = new TreeSet<>();
    Set<String> limits = new TreeSet<>();
    for (JsonNode limit : range.path("spec").path("limits")) {
      if (limit.path("type").asText("").equals("Container")) {
        requests.addAll(fill(container, "requests", limit.path("defaultRequest")));
        limits.addAll(fill(container, "limits", limit.path("default")));
      }
    }
    String name = container.path("name").asText("");
    if (!requests.isEmpty()) {
      done.add(String.join(", ", requests) + " request for " + word + " " + name);
    }
    if (!limits.isEmpty()) {
      done.add(String.join(", ", limits) + " limit for " + word + " " + name);
    }
  }

  private static Set<String> fill(ObjectNode container, String list, JsonNode defaults) {
    Set<String> filled = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : defaults.properties()) {
      ObjectNode own = container.withObject("/resources").withObject("/" + list);
      if (!own.has(entry.getKey())) {
        own.set(entry.getKey(), entry.getValue());
        filled.add(entry.getKey());
      }
    }
    return filled;
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!concerns(attributes)) {
      return;
    }
    for (JsonNode range : objects.list(RANGES, attributes.namespace())) {
      Set<String> errors = new LinkedHashSet<>();
      for (JsonNode limit : range.path("spec").path("limits")) {
        check(attributes, limit, errors);
      }
      if (!errors.isEmpty()) {
        String all = String.join(", ", errors);
        throw Refusal.forbidden(attributes, errors.size() == 1 ? all : "[" + all + "]");
      }
    }
  }

  private static void check(AdmissionAttributes attributes, JsonNode limit, Set<String> errors) {
    JsonNode spec = attributes.object().orElseThrow().path("spec");
    String type = limit.path("type").asText("");
    if (!attributes.isPod()) {
      if (type.equals("PersistentVolumeClaim")) {
        LimitRules.claim(limit, spec.path("resources").path("requests"), errors);
      }
      return;
    }
    switch (type) {
      case "Container" -> {
        for (String kind : List.of("containers", "initContainers")) {
          for (JsonNode container : spec.path(kind)) {
            JsonNode resources = container.path("resources");
            LimitRules.check(limit, resources.path("requests"), resources.path("limits"), errors);
          }
        }
      }
      case "Pod" ->
          LimitRules.check(
              limit,
              PodResources.total(spec, "requests"),
              PodResources.total(spec, "limits"),
              errors);
      default -> {}
    }
  }
}
