package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.validation.ObjectMeta;
import java.util.OptionalLong;

/**
 * Namespaces: kept by {@code spec.finalizers} until their content is gone, which only {@code
 * /finalize} may change ({@code pkg/registry/core/namespace} at v1.36).
 */
public final class NamespaceStrategy extends GenericStrategy {
  private static final String FINALIZER = "kubernetes";

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
  public boolean holdsDeletion(ObjectNode object) {
    return !object.path("spec").path("finalizers").isEmpty();
  }

  @Override
  public void markDeleting(ObjectNode object) {
    object.withObject("/status").put("phase", "Terminating");
    ObjectMeta.of(object).setDeletionGracePeriodSeconds(OptionalLong.empty());
  }
}
