package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Claims: pending at first; their spec does not change but for more space once bound ({@code
 * pkg/registry/core/persistentvolumeclaim} and {@code ValidatePersistentVolumeClaim} at v1.36).
 */
public final class PersistentVolumeClaimStrategy extends GenericStrategy {
  /** The strategy of the resource {@code persistentvolumeclaims}. */
  public PersistentVolumeClaimStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    object.putObject("status").put("phase", "Pending");
    DataSources.prepare(object, MissingNode.getInstance());
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    DataSources.prepare(object, old.path("spec"));
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    ClaimSpecs.check(new Spot(object, "").at("spec"), errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (subresource.equals("status")) {
      metadataChange(object, old, errors);
      ClaimUpdates.status(object, errors);
      return errors;
    }
    metadataChange(object, old, errors);
    whole(object, old, errors);
    ClaimUpdates.check(object, old, errors);
    return errors;
  }

  private void whole(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    metadata(object, errors);
    JsonNode before = old.path("spec");
    List<FieldError> known = new ArrayList<>();
    Check.selector(new Spot(before.path("selector"), ""), known);
    boolean groups =
        before.path("dataSource").hasNonNull("apiGroup")
            || before.path("dataSourceRef").hasNonNull("apiGroup");
    ClaimSpecs.check(new Spot(object, "").at("spec"), known.isEmpty(), !groups, errors);
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (subresource.isEmpty()) {
      Spot annotations = new Spot(object, "").at("metadata").at("annotations");
      if (annotations.has(ClaimUpdates.CLASS)) {
        context.warn(
            annotations.key(ClaimUpdates.CLASS).path()
                + ": deprecated since v1.8; use \"storageClassName\" attribute instead");
      }
      ClaimSpecs.warn(context, new Spot(object, "").at("spec"));
    }
  }
}
