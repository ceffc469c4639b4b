package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/**
 * What an update may change of a job's spec ({@code ValidateJobSpecUpdate} in {@code
 * pkg/apis/batch/validation/validation.go} and {@code validationOptionsForJob} in {@code
 * pkg/registry/batch/job/strategy.go} at v1.36).
 */
final class JobUpdates {
  /** What never changes, and the types of it, in upstream's order. */
  private static final List<List<String>> IMMUTABLE =
      List.of(
          List.of("completionMode", "*s"),
          List.of("podFailurePolicy", "*batch.PodFailurePolicy"),
          List.of("backoffLimitPerIndex", "*i"),
          List.of("managedBy", "*s"),
          List.of("successPolicy", "*batch.SuccessPolicy"));

  private JobUpdates() {}

  static void check(Spot spec, ObjectNode old, List<FieldError> errors) {
    JsonNode before = old.path("spec");
    completions(spec, before, errors);
    InternalForm.immutable(
        spec.at("selector"), before.path("selector"), JobStrategy.SELECTOR, errors);
    template(spec.at("template"), old, errors);
    for (List<String> field : IMMUTABLE) {
      InternalForm.immutable(
          spec.at(field.get(0)), before.path(field.get(0)), field.get(1), errors);
    }
  }

  private static void completions(Spot spec, JsonNode before, List<FieldError> errors) {
    Spot completions = spec.at("completions");
    if (!spec.at("completionMode").text().equals("Indexed")) {
      InternalForm.immutable(completions, before.path("completions"), "*i", errors);
    } else if (completions.has()
        && !Same.same(completions.node(), before.path("completions"))
        && completions.number() != spec.at("parallelism").number()) {
      Check.invalidNumber(
          completions, "can only be modified in tandem with spec.parallelism", errors);
    }
  }

  private static void template(Spot template, ObjectNode old, List<FieldError> errors) {
    JsonNode before = old.path("spec").path("template");
    if (!changeable(old)) {
      InternalForm.immutable(template, before, "core.PodTemplateSpec", errors);
      return;
    }
    // Labels and annotations are not compared at all.
    JsonNode kept = before.path("spec").deepCopy();
    if (kept instanceof ObjectNode spec) {
      directives(template.node().path("spec"), spec);
      resources(template.node().path("spec"), spec);
    }
    InternalForm.immutable(template.at("spec"), kept, "core.PodSpec", errors);
  }

  /** Suspended, with no pods, and either never started or said to be suspended. */
  private static boolean changeable(ObjectNode old) {
    JsonNode status = old.path("status");
    boolean suspended = false;
    for (JsonNode condition : status.path("conditions")) {
      suspended |=
          condition.path("type").asText().equals("Suspended")
              && condition.path("status").asText().equals("True");
    }
    return old.path("spec").path("suspend").asBoolean()
        && (!status.hasNonNull("startTime") || suspended)
        && status.path("active").asLong() == 0;
  }

  /** Takes over where pods may run. */
  private static void directives(JsonNode now, ObjectNode kept) {
    for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
      take(now, kept, field);
    }
    JsonNode affinity = now.path("affinity");
    if (affinity.hasNonNull("nodeAffinity")) {
      kept.withObject("/affinity").set("nodeAffinity", affinity.path("nodeAffinity"));
    } else if (kept.get("affinity") instanceof ObjectNode old) {
      old.remove("nodeAffinity");
    }
  }

  /** Takes over the resources of containers that stand in the same place. */
  private static void resources(JsonNode now, ObjectNode kept) {
    for (String list : List.of("containers", "initContainers")) {
      JsonNode fresh = now.path(list);
      JsonNode old = kept.path(list);
      for (int i = 0; fresh.size() == old.size() && i < old.size(); i++) {
        if (old.get(i) instanceof ObjectNode container
            && container.path("name").equals(fresh.get(i).path("name"))) {
          take(fresh.get(i), container, "resources");
        }
      }
    }
  }

  private static void take(JsonNode from, ObjectNode to, String field) {
    if (from.hasNonNull(field)) {
      to.set(field, from.path(field));
    } else {
      to.remove(field);
    }
  }
}
