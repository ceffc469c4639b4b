package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.AddressWarnings;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes: a kubelet registers itself with its status ({@code pkg/registry/core/node} at v1.36). */
public final class NodeStrategy extends GenericStrategy {
  private static final String SOURCE = "configSource";

  /** The strategy of the resource {@code nodes}. */
  public NodeStrategy(ResourceType type) {
    super(type);
  }

  @Override
  protected boolean dropsStatusOnCreate() {
    return false;
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    if (object.path("spec") instanceof ObjectNode spec) {
      spec.remove(SOURCE);
    }
    if (object.path("status") instanceof ObjectNode status) {
      status.remove("config");
    }
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    if (object.path("spec") instanceof ObjectNode spec && !old.path("spec").hasNonNull(SOURCE)) {
      spec.remove(SOURCE);
    }
    if (subresource.equals("status")
        && object.path("status") instanceof ObjectNode status
        && !old.path("status").hasNonNull("config")) {
      status.remove("config");
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    Nodes.check(new Spot(object, ""), errors);
    return errors;
  }

  /** As upstream, the whole is looked at, and much of it once more with the change. */
  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (!subresource.equals("status")) {
      metadata(object, errors);
      Nodes.check(new Spot(object, ""), errors);
    }
    metadataChange(object, old, errors);
    Nodes.change(new Spot(object, ""), old, errors);
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    Spot spec = new Spot(object, "").at("spec");
    if (!subresource.isEmpty()) {
      return;
    }
    if (spec.has(SOURCE)) {
      context.warn("spec.configSource: the feature is removed");
    }
    if (!spec.at("externalID").text().isEmpty()) {
      context.warn("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    }
    spec.at("podCIDRs").elements().forEach(range -> AddressWarnings.range(context, range));
  }
}
