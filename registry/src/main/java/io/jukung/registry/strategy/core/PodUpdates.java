package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an update may change of a pod's spec ({@code ValidatePodUpdate} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodUpdates {
  private static final String FORBIDDEN =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";

  private PodUpdates() {}

  /** What is wrong with a change of {@code spec}. */
  static List<FieldError> check(ObjectNode object, ObjectNode old) {
    List<FieldError> errors = new ArrayList<>();
    Spot spec = new Spot(object.path("spec"), "spec");
    JsonNode before = old.path("spec");
    for (String list : List.of("containers", "initContainers")) {
      if (spec.at(list).node().size() != before.path(list).size()) {
        errors.add(
            FieldError.forbidden(
                spec.at(list).path(), "pod updates may not add or remove containers"));
        return errors;
      }
      for (Spot container : spec.at(list).elements()) {
        Check.required(container.at("image"), errors);
      }
    }
    deadline(spec.at("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"), errors);
    tolerations(spec.at("tolerations"), before.path("tolerations"), errors);
    gates(spec.at("schedulingGates"), before.path("schedulingGates"), errors);
    if (errors.isEmpty() && !Same.same(withoutChangeable(spec.node(), before), before)) {
      errors.add(FieldError.forbidden("spec", FORBIDDEN));
    }
    return errors;
  }

  private static void deadline(Spot deadline, JsonNode before, List<FieldError> errors) {
    if (deadline.has()) {
      if (!before.isMissingNode() && before.asLong() < deadline.number()) {
        Check.invalid(deadline, "must be less than or equal to previous value", errors);
      }
    } else if (!before.isMissingNode()) {
      Check.invalid(deadline, "must not update from a positive integer to nil value", errors);
    }
  }

  private static void tolerations(Spot tolerations, JsonNode before, List<FieldError> errors) {
    for (JsonNode toleration : before) {
      boolean kept = false;
      for (JsonNode now : tolerations.node()) {
        kept |= Same.same(withoutSeconds(now), withoutSeconds(toleration));
      }
      if (!kept) {
        errors.add(
            FieldError.forbidden(
                tolerations.path(),
                "existing toleration can not be modified except its tolerationSeconds"));
        return;
      }
    }
  }

  private static JsonNode withoutSeconds(JsonNode toleration) {
    ObjectNode copy = toleration.deepCopy();
    copy.remove("tolerationSeconds");
    return copy;
  }

  private static void gates(Spot gates, JsonNode before, List<FieldError> errors) {
    for (Spot gate : gates.elements()) {
      boolean known = false;
      for (JsonNode old : before) {
        known |= Same.same(old, gate.node());
      }
      if (!known) {
        errors.add(
            FieldError.forbidden(
                gate.at("name").path(),
                "only deletion is allowed, but found new scheduling gate '"
                    + gate.at("name").text()
                    + "'"));
      }
    }
  }

  /** The new spec with what may change set back. */
  private static JsonNode withoutChangeable(JsonNode spec, JsonNode before) {
    ObjectNode copy = spec.deepCopy();
    for (String list : List.of("containers", "initContainers")) {
      if (copy.get(list) instanceof ArrayNode containers) {
        for (int i = 0; i < containers.size(); i++) {
          if (containers.get(i) instanceof ObjectNode container) {
            container.set("image", before.path(list).path(i).path("image"));
          }
        }
      }
    }
    for (String field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
      restore(copy, before, field);
    }
    if (before.path("terminationGracePeriodSeconds").asLong() < 0
        && copy.path("terminationGracePeriodSeconds").asLong() == 1) {
      restore(copy, before, "terminationGracePeriodSeconds");
    }
    if (!before.path("schedulingGates").isEmpty()) {
      gated(copy, before);
    }
    return copy;
  }

  /** A pod that is not to be scheduled yet may be told more about where to. */
  private static void gated(ObjectNode copy, JsonNode before) {
    boolean onlyAdded = true;
    for (Map.Entry<String, JsonNode> label : before.path("nodeSelector").properties()) {
      onlyAdded &= label.getValue().equals(copy.path("nodeSelector").path(label.getKey()));
    }
    if (onlyAdded) {
      restore(copy, before, "nodeSelector");
    }
  }

  private static void restore(ObjectNode copy, JsonNode before, String field) {
    if (before.has(field)) {
      copy.set(field, before.path(field));
    } else {
      copy.remove(field);
    }
  }
}
