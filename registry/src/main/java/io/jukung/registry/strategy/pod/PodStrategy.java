package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    PodCreation.prepare(context, object);
  }

  /** What it says of the quality of service counts. */
  @Override
  protected boolean dropsStatusOnCreate() {
    return false;
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    whole(object, PodLeeway.NONE, errors);
    Spot spec = new Spot(object.path("spec"), "spec");
    if (spec.at("ephemeralContainers").size() > 0) {
      Check.forbidden(spec.at("ephemeralContainers"), "cannot be set on create", errors);
    }
    if (!spec.at("nodeName").text().isEmpty() && spec.at("schedulingGates").size() > 0) {
      Check.forbidden(
          spec.at("nodeName"), "cannot be set until all schedulingGates have been cleared", errors);
    }
    PodAnnotations.profiles(annotations(object), spec, errors);
    return errors;
  }

  private void whole(ObjectNode object, PodLeeway leeway, List<FieldError> errors) {
    metadata(object, errors);
    Spot pod = new Spot(object, "");
    Spot spec = pod.at("spec");
    PodAnnotations.check(annotations(object), spec, leeway, errors);
    PodSpecs.check(spec, Optional.of(pod), leeway, errors);
    ProjectedVolumes.tokensWithoutAccount(PodLeeway.scope(spec, errors));
    for (String list : List.of("containers", "initContainers")) {
      spec.at(list).elements().forEach(container -> Containers.image(container, errors));
    }
  }

  private static Spot annotations(ObjectNode object) {
    return new Spot(object, "").at("metadata").at("annotations");
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    metadataChange(object, old, errors);
    PodLeeway leeway = PodLeeway.of(old.path("spec"), old.path("metadata"));
    if (!subresource.equals("status")) {
      whole(object, leeway, errors);
    }
    if (!subresource.equals(PodResize.SUBRESOURCE)) {
      Spot annotations = annotations(object);
      PodAnnotations.changes(annotations, old.path("metadata").path("annotations"), errors);
      PodAnnotations.check(annotations, new Spot(object.path("spec"), "spec"), leeway, errors);
    }
    switch (subresource) {
      case "" -> PodUpdates.check(object, old, errors);
      case "status" -> PodStatuses.check(object, old, errors);
      case PodEphemeralContainers.SUBRESOURCE -> PodEphemeralContainers.check(object, old, errors);
      case PodResize.SUBRESOURCE -> PodResize.check(object, old, errors);
      default -> {}
    }
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (old.isEmpty()) {
      PodTemplates.warnOfName(context, object, "the Pod's hostname");
      PodWarnings.warn(context, new Spot(object, ""), false);
    } else if (subresource.equals("status")) {
      PodStatuses.warn(context, object);
    }
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
    PodCreation.gracePeriod(object);
    GatedFields.drop(object.path("spec"));
    super.prepareForUpdate(context, object, old, subresource);
    if (subresource.equals("status")) {
      PodStatuses.prepare(object, old);
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
