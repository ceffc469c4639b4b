package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Pods: pending at first, and deleted gracefully ({@code pkg/registry/core/pod} at v1.36). */
public final class PodStrategy extends GenericStrategy {
  /** What writes to a part of the spec leave as it is. */
  private static final List<String> KEPT_METADATA =
      List.of(
          "deletionTimestamp",
          "generation",
          "selfLink",
          "labels",
          "annotations",
          "finalizers",
          "ownerReferences");

  /** The strategy of the resource {@code pods}. */
  public PodStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    ObjectNode status = object.putObject("status");
    status.put("phase", "Pending");
    JsonNode spec = object.path("spec");
    if (!spec.path("schedulingGates").isEmpty()) {
      ObjectNode condition = status.putArray("conditions").addObject();
      condition.put("type", "PodScheduled");
      condition.put("status", "False");
      condition.put("reason", "SchedulingGated");
      condition.put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
    status.put("qosClass", PodQos.of(spec));
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    Spot spec = new Spot(object.path("spec"), "spec");
    errors.addAll(PodSpecs.check(spec));
    if (!spec.at("ephemeralContainers").elements().isEmpty()) {
      errors.add(FieldError.forbidden("spec.ephemeralContainers", "cannot be set on create"));
    }
    if (!spec.at("nodeName").text().isEmpty() && !spec.at("schedulingGates").elements().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "spec.nodeName", "cannot be set until all schedulingGates have been cleared"));
    }
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (subresource.isEmpty() || isPart(subresource)) {
      errors.addAll(PodSpecs.check(new Spot(object.path("spec"), "spec")));
    }
    switch (subresource) {
      case "" -> errors.addAll(PodUpdates.check(object, old));
      case PodEphemeralContainers.SUBRESOURCE ->
          errors.addAll(PodEphemeralContainers.check(object, old));
      case PodResize.SUBRESOURCE -> errors.addAll(PodResize.check(object, old));
      default -> {}
    }
    return errors;
  }

  /** Whether the subresource is a part of the spec that changes while the pod runs. */
  private static boolean isPart(String subresource) {
    return subresource.equals(PodEphemeralContainers.SUBRESOURCE)
        || subresource.equals(PodResize.SUBRESOURCE);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    if (isPart(subresource)) {
      ObjectMeta meta = ObjectMeta.of(object);
      for (String field : KEPT_METADATA) {
        meta.copyFrom(ObjectMeta.of(old), field);
      }
      if (subresource.equals(PodResize.SUBRESOURCE)) {
        PodResize.prepare(object, old);
      } else {
        PodEphemeralContainers.prepare(object, old);
      }
    }
    super.prepareForUpdate(context, object, old, subresource);
    if (subresource.equals("status")) {
      ObjectMeta meta = ObjectMeta.of(object);
      ObjectMeta oldMeta = ObjectMeta.of(old);
      meta.copyFrom(oldMeta, "deletionTimestamp");
      meta.copyFrom(oldMeta, "ownerReferences");
      ObjectNode status = object.withObject("/status");
      if (status.path("qosClass").asText("").isEmpty()) {
        status.set("qosClass", old.path("status").path("qosClass"));
      }
    }
  }

  @Override
  public OptionalLong gracePeriodSeconds(ObjectNode object, OptionalLong requested) {
    JsonNode spec = object.path("spec");
    String phase = object.path("status").path("phase").asText("");
    if (spec.path("nodeName").asText("").isEmpty()
        || phase.equals("Failed")
        || phase.equals("Succeeded")) {
      return OptionalLong.of(0);
    }
    long period = requested.orElseGet(() -> spec.path("terminationGracePeriodSeconds").asLong(0));
    return OptionalLong.of(period < 0 ? 1 : period);
  }

  @Override
  public boolean returnsDeletedObject() {
    return true;
  }
}
