package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code pods/ephemeralcontainers}: containers may be added to a running pod, and nothing else
 * ({@code ValidatePodEphemeralContainersUpdate} in {@code pkg/apis/core/validation/validation.go}
 * at v1.36).
 */
final class PodEphemeralContainers {
  static final String SUBRESOURCE = "ephemeralcontainers";
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String CANNOT = "cannot be set for an Ephemeral Container";

  /** In the order of upstream's type. */
  private static final List<String> FORBIDDEN =
      List.of(
          "ports",
          "resources",
          "resizePolicy",
          "restartPolicy",
          "restartPolicyRules",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "lifecycle");

  private PodEphemeralContainers() {}

  /** Keeps all but the ephemeral containers. */
  static void prepare(ObjectNode object, ObjectNode old) {
    JsonNode wanted = object.path("spec").path("ephemeralContainers");
    ObjectNode spec = old.withObject("/spec").deepCopy();
    spec.remove("ephemeralContainers");
    if (!wanted.isEmpty()) {
      spec.set("ephemeralContainers", wanted);
    }
    object.set("spec", spec);
  }

  /** What is wrong with the new list. */
  static List<FieldError> check(ObjectNode object, ObjectNode old) {
    if (old.path("metadata").path("annotations").has(MIRROR)) {
      return List.of(FieldError.forbidden("", "static pods do not support ephemeral containers"));
    }
    Spot spec = new Spot(object.path("spec"), "spec");
    List<FieldError> errors = new ArrayList<>();
    checkList(spec, errors);
    Map<String, JsonNode> now = new java.util.HashMap<>();
    for (Spot container : spec.at("ephemeralContainers").elements()) {
      now.put(container.at("name").text(), container.node());
    }
    for (JsonNode before : old.path("spec").path("ephemeralContainers")) {
      String name = before.path("name").asText();
      JsonNode kept = now.get(name);
      String existing = "existing ephemeral containers " + FieldError.quote(name);
      if (kept == null) {
        errors.add(
            FieldError.forbidden("spec.ephemeralContainers", existing + " may not be removed\n"));
      } else if (!Same.same(kept, before)) {
        errors.add(
            FieldError.forbidden("spec.ephemeralContainers", existing + " may not be changed\n"));
      }
    }
    return errors;
  }

  private static void checkList(Spot spec, List<FieldError> errors) {
    Set<String> others = new HashSet<>();
    for (String list : List.of("containers", "initContainers")) {
      spec.at(list).elements().forEach(container -> others.add(container.at("name").text()));
    }
    Set<String> names = new HashSet<>(others);
    Set<String> volumes = new HashSet<>();
    spec.at("volumes").elements().forEach(volume -> volumes.add(volume.at("name").text()));
    for (Spot container : spec.at("ephemeralContainers").elements()) {
      new Containers(volumes, errors).checkCommon(container);
      String name = container.at("name").text();
      if (!name.isEmpty() && !names.add(name)) {
        errors.add(FieldError.duplicate(container.at("name").path(), name));
      }
      String target = container.at("targetContainerName").text();
      if (!target.isEmpty() && !others.contains(target)) {
        errors.add(
            new FieldError(
                FieldError.Type.NOT_FOUND,
                container.at("targetContainerName").path(),
                FieldError.quote(target),
                ""));
      }
      for (String field : FORBIDDEN) {
        if (!Same.same(
            container.at(field).node(),
            com.fasterxml.jackson.databind.node.MissingNode.getInstance())) {
          errors.add(FieldError.forbidden(container.at(field).path(), CANNOT));
        }
      }
      for (Spot mount : container.at("volumeMounts").elements()) {
        for (String field : List.of("subPath", "subPathExpr")) {
          if (!mount.at(field).text().isEmpty()) {
            errors.add(FieldError.forbidden(mount.at(field).path(), CANNOT));
          }
        }
      }
    }
  }
}
