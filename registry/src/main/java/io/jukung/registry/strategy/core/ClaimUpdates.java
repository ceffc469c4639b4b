package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Difference;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What an update may change of a claim ({@code ValidatePersistentVolumeClaimUpdate} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class ClaimUpdates {
  private static final List<String> STEPS =
      List.of(
          "ControllerResizeInProgress",
          "ControllerResizeInfeasible",
          "NodeResizeInProgress",
          "NodeResizeInfeasible",
          "NodeResizePending");

  /** The annotation that was there before the field for a claim's class. */
  static final String CLASS = "volume.beta.kubernetes.io/storage-class";

  private static final String TYPE = "core.PersistentVolumeClaimSpec";
  private static final String ATTRIBUTES = "volumeAttributesClassName";

  private ClaimUpdates() {}

  /** Adds what is wrong with a change of the claim. */
  static void check(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    ObjectNode before = old.withObject("/spec").deepCopy();
    ObjectNode now = object.withObject("/spec").deepCopy();
    if (before.path("volumeName").asText("").isEmpty()) {
      take(now, before, "volumeName");
    }
    storageClass(object, old, now, before, errors);
    boolean bound = object.path("status").path("phase").asText().equals("Bound");
    if (bound && now.path("resources").path("requests") instanceof ObjectNode requests) {
      requests.set("storage", before.path("resources").path("requests").path("storage"));
    }
    if (bound) {
      take(before, now, ATTRIBUTES);
    }
    if (!Same.same(now, before)) {
      errors.add(
          FieldError.forbidden(
              "spec",
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims\n"
                  + Difference.of(InternalForm.of(TYPE, before), InternalForm.of(TYPE, now))));
    }
    BigDecimal size = storage(object.path("spec").path("resources").path("requests"));
    if (size.compareTo(storage(old.path("spec").path("resources").path("requests"))) < 0
        && size.compareTo(storage(old.path("status").path("capacity"))) <= 0) {
      errors.add(
          FieldError.forbidden(
              "spec.resources.requests.storage", "field can not be less than status.capacity"));
    }
    Check.immutable(
        new Spot(object.path("spec").path("volumeMode"), "volumeMode"),
        old.path("spec").path("volumeMode"),
        errors);
    attributes(object.path("spec").path(ATTRIBUTES), old, errors);
  }

  /** A class may come from the annotation, or where there was none. */
  private static void storageClass(
      ObjectNode object,
      ObjectNode old,
      ObjectNode now,
      ObjectNode before,
      List<FieldError> errors) {
    JsonNode oldAnnotation = annotation(old);
    JsonNode annotation = annotation(object);
    String name = "storageClassName";
    boolean first = now.hasNonNull(name) && !before.hasNonNull(name);
    if (first
        && !oldAnnotation.isMissingNode()
        && oldAnnotation.equals(now.get(name))
        && (annotation.isMissingNode() || annotation.equals(oldAnnotation))) {
      now.remove(name);
      return;
    }
    if (!annotation.asText("").equals(oldAnnotation.asText(""))) {
      errors.add(
          FieldError.invalid(
              "metadata.annotations." + CLASS,
              annotation.asText(""),
              ObjectMetaValidation.IMMUTABLE));
    }
    if (first && (oldAnnotation.isMissingNode() || oldAnnotation.equals(now.get(name)))) {
      now.remove(name);
    }
  }

  private static JsonNode annotation(ObjectNode claim) {
    return claim.path("metadata").path("annotations").path(CLASS);
  }

  private static void attributes(JsonNode name, ObjectNode old, List<FieldError> errors) {
    if (Same.same(name, old.path("spec").path(ATTRIBUTES))
        || !old.path("status").hasNonNull("currentVolumeAttributesClassName")) {
      return;
    }
    if (!name.isTextual() || name.textValue().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "spec." + ATTRIBUTES,
              "update to "
                  + (name.isTextual() ? "empty string" : "nil")
                  + " is forbidden when status.currentVolumeAttributesClassName is not nil"));
    }
  }

  private static void take(ObjectNode from, ObjectNode to, String field) {
    if (from.hasNonNull(field)) {
      to.set(field, from.get(field));
    } else {
      to.remove(field);
    }
  }

  private static BigDecimal storage(JsonNode amounts) {
    return Amount.of(amounts.path("storage").asText(""));
  }

  /** Adds what is wrong with a status. */
  static void status(ObjectNode object, List<FieldError> errors) {
    Spot status = new Spot(object, "").at("status");
    status.at("capacity").elementsByKey().forEach((name, amount) -> amount(amount, errors));
    Spot steps = status.at("allocatedResourceStatuses");
    steps
        .elementsByKey()
        .forEach(
            (name, step) -> {
              resource(steps, name, errors);
              if (!STEPS.contains(step.text())) {
                errors.add(FieldError.notSupported(steps.path(), name, STEPS));
              }
            });
    Spot allocated = status.at("allocatedResources");
    allocated
        .elementsByKey()
        .forEach(
            (name, amount) -> {
              if (resource(allocated, name, errors)) {
                amount(amount, errors);
              }
            });
  }

  private static void amount(Spot amount, List<FieldError> errors) {
    BigDecimal value = Amount.of(amount.text());
    if (value.signum() < 0) {
      LongNode whole = LongNode.valueOf(value.setScale(0, RoundingMode.UP).longValue());
      errors.add(FieldError.invalid(amount.path(), whole, "must be a valid resource quantity"));
    }
  }

  /** Whether a claim may have a resource of this name. */
  private static boolean resource(Spot place, String name, List<FieldError> errors) {
    int before = errors.size();
    Check.qualifiedName(place, name, errors);
    boolean own = name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    if (errors.size() == before && own && !name.equals("storage")) {
      errors.add(FieldError.notSupported(place.path(), name, List.of("storage")));
    }
    return errors.size() == before;
  }
}
