package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.Map;

/**
 * A pod that is not to be scheduled yet may be told more about where to ({@code
 * validateNodeSelectorMutation} and {@code validateNodeAffinityMutation} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class GatedPods {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String TERMS = "nodeSelectorTerms";

  private GatedPods() {}

  /**
   * Judges what may be added, and sets it back.
   *
   * @param spec the new spec
   * @param copy what is compared with {@code before}
   */
  static void restore(Spot spec, ObjectNode copy, JsonNode before, List<FieldError> errors) {
    Spot selector = spec.at("nodeSelector");
    if (!Same.same(selector.node(), before.path("nodeSelector"))) {
      for (Map.Entry<String, JsonNode> label : before.path("nodeSelector").properties()) {
        if (!label.getValue().equals(selector.node().path(label.getKey()))) {
          errors.add(
              InternalForm.invalid(
                  selector,
                  "{}s",
                  "only additions to spec.nodeSelector are allowed (no mutations or deletions)"));
          break;
        }
      }
      PodUpdates.restore(copy, before, "nodeSelector");
    }
    Spot affinity = spec.at("affinity").at("nodeAffinity");
    JsonNode oldAffinity = before.path("affinity").path("nodeAffinity");
    if (!Same.same(affinity.node(), oldAffinity)) {
      affinity(affinity.at(REQUIRED).at(TERMS), oldAffinity.path(REQUIRED).path(TERMS), errors);
      set(copy, before, oldAffinity);
    }
  }

  private static void affinity(Spot terms, JsonNode before, List<FieldError> errors) {
    if (before.isEmpty()) {
      return;
    }
    if (before.size() != terms.size()) {
      errors.add(
          InternalForm.invalid(
              terms,
              "[]core.NodeSelectorTerm",
              "no additions/deletions to non-empty NodeSelectorTerms list are allowed"));
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      Spot term = terms.elements().get(i);
      if (!onlyAdds(term.node(), before.get(i))) {
        errors.add(
            FieldError.invalid(
                term.path(),
                InternalForm.of("core.NodeSelectorTerm", term.node()),
                "only additions are allowed (no mutations or deletions)"));
      }
    }
  }

  private static boolean onlyAdds(JsonNode now, JsonNode before) {
    boolean wasEmpty = true;
    boolean isEmpty = true;
    for (String list : List.of("matchExpressions", "matchFields")) {
      wasEmpty &= before.path(list).isEmpty();
      isEmpty &= now.path(list).isEmpty();
      for (int i = 0; i < before.path(list).size(); i++) {
        if (!Same.same(before.path(list).get(i), now.path(list).path(i))) {
          return false;
        }
      }
    }
    return !wasEmpty || isEmpty;
  }

  private static void set(ObjectNode copy, JsonNode before, JsonNode nodeAffinity) {
    if (nodeAffinity.isObject()) {
      copy.withObject("/affinity").set("nodeAffinity", nodeAffinity);
    } else if (copy.get("affinity") instanceof ObjectNode affinity) {
      affinity.remove("nodeAffinity");
      if (affinity.isEmpty() && !before.has("affinity")) {
        copy.remove("affinity");
      }
    }
  }
}
