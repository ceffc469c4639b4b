package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.meta.GroupVersionResource;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives a pod what its runtime class demands: overhead, node selector and tolerations.
 *
 * <p>Upstream: {@code plugin/pkg/admission/runtimeclass} at v1.36.
 */
final class RuntimeClass implements AdmissionPlugin {
  private static final GroupVersionResource CLASSES =
      new GroupVersionResource("node.k8s.io", "v1", "runtimeclasses");

  private final AdmissionObjects objects;

  /** Finds classes in {@code objects}. */
  RuntimeClass(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "RuntimeClass";
  }

  private static boolean concerns(AdmissionAttributes attributes) {
    return attributes.isPod()
        && attributes.subresource().isEmpty()
        && attributes.operation() == Operation.CREATE;
  }

  private Optional<JsonNode> runtimeClass(AdmissionAttributes attributes, JsonNode spec) {
    if (!spec.has("runtimeClassName")) {
      return Optional.empty();
    }
    String name = spec.path("runtimeClassName").asText("");
    Optional<JsonNode> found = objects.find(CLASSES, "", name);
    if (found.isEmpty()) {
      throw Refusal.forbidden(attributes, "pod rejected: RuntimeClass \"" + name + "\" not found");
    }
    return found;
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!concerns(attributes)) {
      return;
    }
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    Optional<JsonNode> found = runtimeClass(attributes, spec);
    if (found.isEmpty()) {
      return;
    }
    if (found.get().has("overhead")) {
      JsonNode fixed = found.get().path("overhead").path("podFixed");
      if (!spec.path("overhead").isEmpty() && !same(fixed, spec.path("overhead"))) {
        throw mismatch(attributes);
      }
      if (fixed.isObject()) {
        spec.set("overhead", fixed.deepCopy());
      }
    }
    schedule(attributes, spec, found.get().path("scheduling"));
  }

  private static void schedule(
      AdmissionAttributes attributes, ObjectNode spec, JsonNode scheduling) {
    for (Map.Entry<String, JsonNode> wanted : scheduling.path("nodeSelector").properties()) {
      String key = wanted.getKey();
      JsonNode own = spec.path("nodeSelector").path(key);
      if (!own.isMissingNode() && !own.equals(wanted.getValue())) {
        throw Refusal.forbidden(
            attributes,
            "conflict: runtimeClass.scheduling.nodeSelector["
                + key
                + "] = "
                + wanted.getValue().asText()
                + "; pod.spec.nodeSelector["
                + key
                + "] = "
                + own.asText());
      }
      spec.withObject("/nodeSelector").set(key, wanted.getValue());
    }
    for (JsonNode toleration : scheduling.path("tolerations")) {
      ArrayNode all = spec.withArray("/tolerations");
      boolean present = false;
      for (JsonNode own : all) {
        present |= own.equals(toleration);
      }
      if (!present) {
        all.add(toleration.deepCopy());
      }
    }
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!concerns(attributes)) {
      return;
    }
    JsonNode spec = attributes.object().orElseThrow().path("spec");
    Optional<JsonNode> found = runtimeClass(attributes, spec);
    if (found.isPresent() && found.get().has("overhead")) {
      if (!same(found.get().path("overhead").path("podFixed"), spec.path("overhead"))) {
        throw mismatch(attributes);
      }
    } else if (!spec.path("overhead").isEmpty()) {
      throw Refusal.forbidden(
          attributes,
          "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }
  }

  private static RuntimeException mismatch(AdmissionAttributes attributes) {
    return Refusal.forbidden(
        attributes, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return amounts(one).equals(amounts(other));
  }

  private static Map<String, BigDecimal> amounts(JsonNode list) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    list.properties()
        .forEach(
            entry ->
                amounts.put(
                    entry.getKey(),
                    Quantity.parse(entry.getValue().asText()).amount().stripTrailingZeros()));
    return amounts;
  }
}
