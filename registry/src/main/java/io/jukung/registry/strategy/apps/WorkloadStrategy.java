package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.pod.PodTemplates;
import io.jukung.registry.validation.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the kinds share whose spec has a template for pods. */
abstract class WorkloadStrategy extends GenericStrategy {
  private final boolean namesPods;

  /**
   * The strategy of a resource.
   *
   * @param namesPods whether pods get names and hostnames from the object's
   */
  WorkloadStrategy(ResourceType type, boolean namesPods) {
    super(type);
    this.namesPods = namesPods;
  }

  /** Adds what is wrong with a spec; {@code old} is the spec it changes, missing for a new one. */
  abstract void spec(Spot spec, JsonNode old, List<FieldError> errors);

  /** Adds what is wrong with a change of the spec, after {@link #spec}. */
  abstract void change(Spot spec, JsonNode old, List<FieldError> errors);

  /** Adds what is wrong with a status. */
  abstract void status(Spot status, JsonNode old, List<FieldError> errors);

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    PodTemplates.dropGated(object.path("spec").path("template"));
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    PodTemplates.dropGated(object.path("spec").path("template"));
    super.prepareForUpdate(context, object, old, subresource);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    spec(new Spot(object, "").at("spec"), MissingNode.getInstance(), errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    metadataChange(object, old, errors);
    Spot root = new Spot(object, "");
    if (subresource.equals("status")) {
      status(root.at("status"), old.path("status"), errors);
    } else {
      spec(root.at("spec"), old.path("spec"), errors);
      change(root.at("spec"), old.path("spec"), errors);
    }
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (!subresource.isEmpty()) {
      return;
    }
    if (old.isEmpty() && namesPods) {
      PodTemplates.warnOfName(context, object);
    }
    boolean changed =
        old.isEmpty()
            || ObjectMeta.of(old.get()).generation() != ObjectMeta.of(object).generation();
    if (changed) {
      PodTemplates.warn(context, new Spot(object, "").at("spec").at("template"));
    }
  }
}
