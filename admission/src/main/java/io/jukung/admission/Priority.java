package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.Optional;

/**
 * Turns the name of a pod's priority class into its priority, and keeps the default class single.
 *
 * <p>Upstream: {@code plugin/pkg/admission/priority/admission.go} at v1.36.
 */
final class Priority implements AdmissionPlugin {
  private static final GroupVersionResource CLASSES =
      new GroupVersionResource("scheduling.k8s.io", "v1", "priorityclasses");

  private final AdmissionObjects objects;

  /** Finds classes in {@code objects}. */
  Priority(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "Priority";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.isPod() || !attributes.subresource().isEmpty() || !attributes.writes()) {
      return;
    }
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    if (attributes.operation() == Operation.CREATE) {
      resolve(attributes, spec);
    } else {
      keep(spec, attributes.old().orElseThrow().path("spec"));
    }
  }

  private static void keep(ObjectNode spec, JsonNode old) {
    for (String field : new String[] {"priority", "preemptionPolicy"}) {
      if (!spec.has(field) && old.has(field)) {
        spec.set(field, old.get(field));
      }
    }
  }

  private void resolve(AdmissionAttributes attributes, ObjectNode spec) {
    String name = spec.path("priorityClassName").asText("");
    int priority = 0;
    String preemption = "PreemptLowerPriority";
    Optional<JsonNode> found = name.isEmpty() ? defaultClass() : named(attributes, name);
    if (found.isPresent()) {
      priority = found.get().path("value").asInt();
      preemption = found.get().path("preemptionPolicy").asText("");
      spec.put("priorityClassName", found.get().path("metadata").path("name").asText(""));
    }
    if (spec.has("priority") && spec.path("priority").asInt() != priority) {
      throw Refusal.forbidden(
          attributes,
          "the integer value of priority ("
              + spec.path("priority").asInt()
              + ") must not be provided in pod spec; priority admission controller computed "
              + priority
              + " from the given PriorityClass name");
    }
    spec.put("priority", priority);
    if (preemption.isEmpty()) {
      return;
    }
    String given = spec.path("preemptionPolicy").asText("");
    if (!given.isEmpty() && !given.equals(preemption)) {
      throw Refusal.forbidden(
          attributes,
          "the string value of PreemptionPolicy ("
              + given
              + ") must not be provided in pod spec; priority admission controller computed "
              + preemption
              + " from the given PriorityClass name");
    }
    spec.put("preemptionPolicy", preemption);
  }

  private Optional<JsonNode> named(AdmissionAttributes attributes, String name) {
    Optional<JsonNode> found = objects.find(CLASSES, "", name);
    if (found.isEmpty()) {
      throw Refusal.forbidden(attributes, "no PriorityClass with name " + name + " was found");
    }
    return found;
  }

  /** The default class; of several, by a race, the one with the lowest value. */
  private Optional<JsonNode> defaultClass() {
    JsonNode lowest = null;
    for (JsonNode candidate : objects.list(CLASSES, "")) {
      if (candidate.path("globalDefault").asBoolean()
          && (lowest == null || candidate.path("value").asInt() < lowest.path("value").asInt())) {
        lowest = candidate;
      }
    }
    return Optional.ofNullable(lowest);
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals(CLASSES.groupResource())
        || !attributes.subresource().isEmpty()
        || !attributes.writes()) {
      return;
    }
    JsonNode wanted = attributes.object().orElseThrow();
    if (!wanted.path("globalDefault").asBoolean()) {
      return;
    }
    Optional<JsonNode> present = defaultClass();
    if (present.isEmpty()) {
      return;
    }
    String name = present.get().path("metadata").path("name").asText("");
    if (attributes.operation() == Operation.CREATE
        || !name.equals(wanted.path("metadata").path("name").asText(""))) {
      throw Refusal.forbidden(
          attributes,
          "PriorityClass " + name + " is already marked as default. Only one default can exist");
    }
  }
}
