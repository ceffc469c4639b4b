package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.PropagationPolicy;
import io.jukung.registry.strategy.Strategy;
import io.jukung.registry.validation.ObjectMeta;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rules of a custom resource in one version. Upstream: {@code
 * registry/customresource/strategy.go} and {@code status_strategy.go} at v1.36.
 */
final class CustomStrategy implements Strategy {
  private final CustomSchema schema;
  private final CustomValidation validation;

  CustomStrategy(CustomSchema schema, Patterns patterns) {
    this.schema = schema;
    this.validation = new CustomValidation(schema, patterns);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    if (schema.version().status()) {
      object.remove("status");
    }
    ObjectMeta.of(object).setGeneration(1);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    return validation.create(object);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    if (subresource.equals("status")) {
      keepAllButStatus(object, old);
      return;
    }
    if (schema.version().status()) {
      JsonNode status = old.get("status");
      if (status == null) {
        object.remove("status");
      } else {
        object.set("status", status.deepCopy());
      }
    }
    if (!withoutMetadata(object).equals(withoutMetadata(old))) {
      ObjectMeta.of(object).setGeneration(ObjectMeta.of(old).generation() + 1);
    }
  }

  private static void keepAllButStatus(ObjectNode object, ObjectNode old) {
    JsonNode status = object.get("status");
    JsonNode managedFields = object.path("metadata").get("managedFields");
    object.removeAll();
    object.setAll(old.deepCopy());
    if (status == null) {
      object.remove("status");
    } else {
      object.set("status", status);
    }
    ObjectNode metadata = ObjectMeta.of(object).node();
    if (managedFields == null) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", managedFields);
    }
  }

  private static ObjectNode withoutMetadata(ObjectNode object) {
    ObjectNode rest = object.objectNode();
    rest.setAll(object);
    rest.remove("metadata");
    return rest;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    if (subresource.equals("status")) {
      return validation.updateStatus(object, old, context::warn);
    }
    return validation.update(object, old, context::warn);
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (!subresource.equals("status")) {
      FinalizerWarnings.warn(
          context,
          ObjectMeta.of(object).finalizers(),
          old.map(o -> ObjectMeta.of(o).finalizers()).orElse(List.of()));
    }
  }

  @Override
  public void canonicalize(ObjectNode object, Optional<ObjectNode> old) {}

  @Override
  public boolean allowCreateOnUpdate() {
    return false;
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  public OptionalLong gracePeriodSeconds(ObjectNode object, OptionalLong requested) {
    return OptionalLong.empty();
  }

  @Override
  public PropagationPolicy defaultPropagation() {
    return PropagationPolicy.BACKGROUND;
  }

  @Override
  public boolean holdsDeletion(ObjectNode object) {
    return false;
  }

  @Override
  public void markDeleting(ObjectNode object) {}

  @Override
  public boolean returnsDeletedObject() {
    return false;
  }

  @Override
  public long ttlSeconds() {
    return 0;
  }
}
