package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/**
 * {@code pods/resize}: a running pod's cpu and memory may be changed, and nothing else ({@code
 * dropNonResizeUpdates} in {@code pkg/registry/core/pod/strategy.go} and {@code ValidatePodResize}
 * in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodResize {
  static final String SUBRESOURCE = "resize";
  private static final List<String> LISTS = List.of("containers", "initContainers");
  private static final List<String> PARTS = List.of("requests", "limits");

  private PodResize() {}

  /** Keeps all but resources, unless the containers are others: then validation will say so. */
  static void prepare(ObjectNode object, ObjectNode old) {
    for (String list : LISTS) {
      if (object.path("spec").path(list).size() != old.path("spec").path(list).size()) {
        return;
      }
    }
    ObjectNode spec = old.withObject("/spec").deepCopy();
    for (String list : LISTS) {
      JsonNode wanted = object.path("spec").path(list);
      if (!wanted.isEmpty() && spec.get(list) instanceof ArrayNode containers) {
        spec.set(list, sameNames(wanted, containers) ? merged(wanted, containers) : wanted);
      }
    }
    take(object.path("spec"), spec, "resources");
    object.set("spec", spec);
  }

  private static boolean sameNames(JsonNode wanted, JsonNode old) {
    for (int i = 0; i < old.size(); i++) {
      if (!wanted.path(i).path("name").equals(old.path(i).path("name"))) {
        return false;
      }
    }
    return true;
  }

  private static ArrayNode merged(JsonNode wanted, ArrayNode containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i) instanceof ObjectNode container) {
        take(wanted.path(i), container, "resources");
        take(wanted.path(i), container, "resizePolicy");
      }
    }
    return containers;
  }

  private static void take(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.path(field));
    } else {
      to.remove(field);
    }
  }

  /** Adds what is wrong with the new resources, beyond what holds for every pod. */
  static void check(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    JsonNode before = old.path("spec");
    String kind =
        PodAnnotations.isMirror(old.path("metadata"))
            ? "static"
            : before.path("os").path("name").asText().equals("windows") ? "windows" : "";
    if (!kind.isEmpty()) {
      errors.clear();
      errors.add(FieldError.forbidden("", kind + " pods cannot be resized"));
      return;
    }
    Spot spec = new Spot(object.path("spec"), "spec");
    String qos = old.path("status").path("qosClass").asText(PodQos.of(before));
    if (!qos.equals(PodQos.of(spec.node()))) {
      errors.add(
          FieldError.invalid("spec", qos, "Pod QOS Class may not change as a result of resizing"));
    }
    if (!supported(old)) {
      errors.add(FieldError.forbidden("spec", "Pod running on node without support for resize"));
    }
    podLevel(spec, before, errors);
    if (order(spec, before, errors)) {
      containers(spec, before, errors);
      if (errors.isEmpty() && !Same.same(masked(spec.node(), before), before)) {
        errors.add(FieldError.forbidden("spec", "only cpu and memory resources are mutable"));
      }
    }
  }

  /** A node that knows resizing reports the resources of what it runs. */
  private static boolean supported(JsonNode pod) {
    for (JsonNode status : pod.path("status").path("containerStatuses")) {
      if (status.path("state").has("running")) {
        return status.has("resources");
      }
    }
    return true;
  }

  private static void podLevel(Spot spec, JsonNode before, List<FieldError> errors) {
    JsonNode old = before.path("resources");
    Spot resources = spec.at("resources");
    if (old.isMissingNode()) {
      return;
    }
    if (!resources.has()) {
      errors.add(FieldError.forbidden(resources.path(), "pod-level resources cannot be removed"));
      return;
    }
    for (String part : PARTS) {
      if (removed(resources.at(part).node(), old.path(part))) {
        errors.add(
            FieldError.forbidden(
                resources.at(part).path(), "pod-level resource " + part + " cannot be removed"));
      }
    }
  }

  private static boolean order(Spot spec, JsonNode before, List<FieldError> errors) {
    int known = errors.size();
    for (String list : LISTS) {
      Spot containers = spec.at(list);
      if (containers.elements().size() != before.path(list).size()) {
        errors.add(
            FieldError.forbidden(
                containers.path(), list + " may not be added or removed on resize"));
        continue;
      }
      for (int i = 0; i < before.path(list).size(); i++) {
        Spot name = containers.elements().get(i).at("name");
        if (!name.text().equals(before.path(list).path(i).path("name").asText())) {
          errors.add(
              FieldError.forbidden(
                  name.path(), list + " may not be renamed or reordered on resize"));
        }
      }
    }
    return errors.size() == known;
  }

  private static void containers(Spot spec, JsonNode before, List<FieldError> errors) {
    for (String list : List.of("initContainers", "containers")) {
      for (int i = 0; i < before.path(list).size(); i++) {
        JsonNode old = before.path(list).path(i);
        Spot container = spec.at(list).elements().get(i);
        if (!list.equals("containers") && !sidecar(old)) {
          if (!Same.same(container.node(), old)) {
            errors.add(
                FieldError.forbidden(
                    "spec", "resources for non-sidecar init containers are immutable"));
          }
          continue;
        }
        removals(container.at("resources"), old.path("resources"), errors);
        if (!Same.same(maskedContainer(container.node(), old), old)) {
          errors.add(
              list.equals("containers")
                  ? FieldError.forbidden("spec", "only cpu and memory resources are mutable")
                  : FieldError.forbidden(
                      container.path(),
                      "only cpu and memory resources for init or sidecar containers are mutable"));
        }
      }
    }
  }

  private static boolean sidecar(JsonNode container) {
    return container.path("restartPolicy").asText("").equals("Always");
  }

  private static void removals(Spot resources, JsonNode old, List<FieldError> errors) {
    for (String part : PARTS) {
      if (removed(resources.at(part).node(), old.path(part))) {
        errors.add(
            FieldError.forbidden(
                resources.at(part).path(), "resource " + part + " cannot be removed"));
      }
    }
  }

  private static boolean removed(JsonNode now, JsonNode before) {
    return before.properties().stream().anyMatch(entry -> !now.has(entry.getKey()));
  }

  /** The new spec with the old cpu and memory. */
  private static JsonNode masked(JsonNode spec, JsonNode before) {
    ObjectNode copy = spec.deepCopy();
    for (String list : LISTS) {
      if (copy.get(list) instanceof ArrayNode containers) {
        for (int i = 0; i < containers.size(); i++) {
          containers.set(i, maskedContainer(containers.get(i), before.path(list).path(i)));
        }
      }
    }
    return maskedContainer(copy, before);
  }

  private static JsonNode maskedContainer(JsonNode container, JsonNode before) {
    ObjectNode copy = container.deepCopy();
    for (String part : PARTS) {
      maskPart(copy, before, part);
    }
    if (copy.path("resources").isEmpty() && !before.has("resources")) {
      copy.remove("resources");
    }
    return copy;
  }

  private static void maskPart(ObjectNode copy, JsonNode before, String part) {
    for (String resource : List.of("cpu", "memory")) {
      JsonNode old = before.path("resources").path(part).path(resource);
      if (!old.isMissingNode()) {
        copy.withObject("/resources/" + part).set(resource, old);
      } else if (copy.path("resources").path(part) instanceof ObjectNode list) {
        list.remove(resource);
      }
    }
    if (copy.get("resources") instanceof ObjectNode resources && resources.path(part).isEmpty()) {
      resources.remove(part);
    }
  }
}
