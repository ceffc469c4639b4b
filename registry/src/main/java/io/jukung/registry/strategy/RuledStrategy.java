package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kind that differs from the rest by its {@link KindRules} only. */
public class RuledStrategy extends GenericStrategy {
  private final KindRules rules;

  /** The strategy of a resource by its rules. */
  public RuledStrategy(ResourceType type, KindRules rules) {
    super(type);
    this.rules = rules;
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    rules.create().prepare(context, object);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    if (subresource.isEmpty()) {
      rules.update().prepare(context, object, old);
    } else if (subresource.equals("status")) {
      rules.statusUpdate().prepare(context, object, old);
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    rules.birth().check(new Spot(object, ""), errors);
    whole(object, errors);
    return errors;
  }

  private void whole(ObjectNode object, List<FieldError> errors) {
    metadata(object, errors);
    rules.whole().check(new Spot(object, ""), errors);
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (subresource.equals("status")) {
      changed(object, old, rules.statusChange(), errors);
      return errors;
    }
    switch (rules.order()) {
      case CHANGE -> changed(object, old, rules.change(), errors);
      case CHANGE_WHOLE -> {
        changed(object, old, rules.change(), errors);
        whole(object, errors);
      }
      case WHOLE_CHANGE -> {
        whole(object, errors);
        changed(object, old, rules.change(), errors);
      }
      case METADATA_THEN_CHANGE -> {
        metadata(object, errors);
        changed(object, old, rules.change(), errors);
      }
      case WHOLE -> {
        whole(object, errors);
        rules.change().check(new Spot(object, ""), new Spot(old, ""), errors);
      }
      case CHANGE_METADATA_CHANGE, METADATA_CHANGE, WHOLE_METADATA_CHANGE -> {
        if (rules.order() == KindRules.Order.CHANGE_METADATA_CHANGE) {
          metadataChange(object, old, errors);
        } else if (rules.order() == KindRules.Order.WHOLE_METADATA_CHANGE) {
          whole(object, errors);
        }
        metadata(object, errors);
        rules.change().check(new Spot(object, ""), new Spot(old, ""), errors);
      }
    }
    return errors;
  }

  private void changed(
      ObjectNode object, ObjectNode old, KindRules.Change change, List<FieldError> errors) {
    metadataChange(object, old, errors);
    change.check(new Spot(object, ""), new Spot(old, ""), errors);
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (subresource.isEmpty()) {
      rules.warnings().warn(context, object, old);
    }
  }
}
