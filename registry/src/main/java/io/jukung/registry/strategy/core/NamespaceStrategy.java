package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.OptionalLong;
import java.util.Set;

/**
 * Namespaces: kept by {@code spec.finalizers} until their content is gone, which only {@code
 * /finalize} may change ({@code pkg/registry/core/namespace} at v1.36).
 */
public final class NamespaceStrategy extends GenericStrategy {
  private static final String FINALIZER = "kubernetes";
  private static final Set<String> STANDARD = Set.of(FINALIZER, "orphan", "foregroundDeletion");

  /** The strategy of the resource {@code namespaces}. */
  public NamespaceStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    object.putObject("status").put("phase", "Active");
    ObjectNode spec = object.withObject("/spec");
    ArrayNode finalizers = spec.withArray("/finalizers");
    for (var finalizer : finalizers) {
      if (finalizer.asText().equals(FINALIZER)) {
        return;
      }
    }
    finalizers.add(FINALIZER);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    if (!subresource.equals("finalize")) {
      copy(old, object, "spec");
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    Spot finalizers = new Spot(object, "").at("spec").at("finalizers");
    finalizers.elements().forEach(each -> finalizer(each.as(finalizers), errors));
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (subresource.isEmpty()) {
      errors.addAll(validate(context, object));
    }
    metadataChange(object, old, errors);
    Spot root = new Spot(object, "");
    if (subresource.equals("status")) {
      phase(root, errors);
    } else if (subresource.equals("finalize")) {
      root.at("spec").at("finalizers").elements().forEach(each -> finalizer(each, errors));
    }
    return errors;
  }

  private static void phase(Spot root, List<FieldError> errors) {
    boolean deleting = root.at("metadata").has("deletionTimestamp");
    String expected = deleting ? "Terminating" : "Active";
    Spot phase = root.at("status").at("phase").as(root.at("status").at("Phase"));
    if (!phase.text().equals(expected)) {
      Check.invalidText(
          phase,
          "may only be '"
              + expected
              + "' if `deletionTimestamp` is "
              + (deleting ? "not empty" : "empty"),
          errors);
    }
  }

  private static void finalizer(Spot finalizer, List<FieldError> errors) {
    Check.qualifiedName(finalizer, errors);
    if (finalizer.text().indexOf('/') < 0 && !STANDARD.contains(finalizer.text())) {
      Check.invalidText(
          finalizer, "name is neither a standard finalizer name nor is it fully qualified", errors);
    }
  }

  @Override
  public boolean holdsDeletion(ObjectNode object) {
    return !object.path("spec").path("finalizers").isEmpty();
  }

  @Override
  public void markDeleting(ObjectNode object) {
    object.withObject("/status").put("phase", "Terminating");
    ObjectMeta.of(object).setDeletionGracePeriodSeconds(OptionalLong.empty());
  }
}
