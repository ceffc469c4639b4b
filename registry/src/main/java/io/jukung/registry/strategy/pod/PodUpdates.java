package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Difference;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import java.util.List;

/**
 * What an update may change of a pod's spec ({@code ValidatePodUpdate} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodUpdates {
  private static final String TYPE = "core.PodSpec";
  private static final String FORBIDDEN =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";

  private PodUpdates() {}

  /** Adds what is wrong with a change of {@code spec}. */
  static void check(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    Spot spec = new Spot(object.path("spec"), "spec");
    JsonNode before = old.path("spec");
    for (String list : List.of("containers", "initContainers")) {
      if (spec.at(list).size() != before.path(list).size()) {
        Check.forbidden(spec.at(list), "pod updates may not add or remove containers", errors);
        return;
      }
      for (Spot container : spec.at(list).elements()) {
        Check.required(container.at("image"), errors);
        Containers.image(container, errors);
      }
    }
    if (!deadline(spec.at("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"), errors)) {
      return;
    }
    tolerations(spec.at("tolerations"), before.path("tolerations"), errors);
    gates(spec.at("schedulingGates"), before.path("schedulingGates"), errors);
    if (Same.same(spec.node(), before)) {
      return;
    }
    JsonNode rest = withoutChangeable(spec, before, errors);
    if (!Same.same(rest, before)) {
      errors.add(
          FieldError.forbidden(
              "spec",
              FORBIDDEN
                  + "\n"
                  + Difference.of(InternalForm.of(TYPE, before), InternalForm.of(TYPE, rest))));
    }
  }

  private static boolean deadline(Spot deadline, JsonNode before, List<FieldError> errors) {
    if (!deadline.has()) {
      if (before.isNumber()) {
        Check.invalid(deadline, "must not update from a positive integer to nil value", errors);
      }
      return true;
    }
    int known = errors.size();
    Check.between(deadline, 0, Integer.MAX_VALUE, errors);
    if (errors.size() == known && before.isNumber() && before.asLong() < deadline.number()) {
      Check.invalid(deadline, "must be less than or equal to previous value", errors);
    }
    return errors.size() == known;
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
    NodeSelectors.tolerations(tolerations, errors);
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
  private static JsonNode withoutChangeable(Spot spec, JsonNode before, List<FieldError> errors) {
    ObjectNode copy = spec.node().deepCopy();
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
      GatedPods.restore(spec, copy, before, errors);
    }
    return copy;
  }

  /** Sets a field back. */
  static void restore(ObjectNode copy, JsonNode before, String field) {
    if (before.has(field)) {
      copy.set(field, before.path(field));
    } else {
      copy.remove(field);
    }
  }
}
