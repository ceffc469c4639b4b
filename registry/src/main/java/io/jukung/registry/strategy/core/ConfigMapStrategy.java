package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Spot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * ConfigMaps ({@code ValidateConfigMap} in {@code pkg/apis/core/validation/validation.go} at
 * v1.36).
 */
public final class ConfigMapStrategy extends GenericStrategy {
  private static final int MAX_BYTES = 1 << 20;

  /** The strategy of the resource {@code configmaps}. */
  public ConfigMapStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    content(object, errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    DataMaps.immutable(object, old, "configmap", List.of("data", "binaryData"), errors);
    content(object, errors);
    return errors;
  }

  private static void content(ObjectNode object, List<FieldError> errors) {
    Spot data = new Spot(object.path("data"), "data");
    Spot binary = new Spot(object.path("binaryData"), "binaryData");
    long bytes = 0;
    DataMaps.keys(data, errors);
    for (var entry : data.node().properties()) {
      if (binary.key(entry.getKey()).has()) {
        errors.add(
            FieldError.invalid(
                data.key(entry.getKey()).path(),
                entry.getKey(),
                "duplicate of key present in binaryData"));
      }
      bytes += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
    }
    DataMaps.keys(binary, errors);
    for (JsonNode value : binary.node()) {
      bytes += value.asText().length() / 4 * 3L;
    }
    if (bytes > MAX_BYTES) {
      errors.add(FieldError.tooLong("[]", MAX_BYTES));
    }
  }
}
