package io.jukung.registry.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Converts objects between the version a client speaks and the one the store holds. */
public final class Conversions {
  private static final GroupVersionResource AUTOSCALERS_V1 =
      new GroupVersionResource("autoscaling", "v1", "horizontalpodautoscalers");
  private static final GroupVersionResource EVENTS =
      new GroupVersionResource("events.k8s.io", "v1", "events");

  private Conversions() {}

  /** Whether the resource is stored in another form than its own. */
  public static boolean converts(ResourceType type) {
    return !type.storage().equals(type.resource());
  }

  /**
   * The stored form of an object of this resource; the object itself where the forms are one.
   *
   * @param object decoded and defaulted; void afterwards
   */
  public static ObjectNode toStorage(ResourceType type, ObjectNode object) {
    if (type.resource().equals(AUTOSCALERS_V1)) {
      return AutoscalerToV2.convert(object);
    }
    if (type.resource().equals(EVENTS)) {
      return EventForms.toCore(object);
    }
    return unconverted(type, object);
  }

  /** Brings objects of a kind into their stored form; empty where they are in it. */
  public static Optional<UnaryOperator<ObjectNode>> toStorage(GroupVersionKind kind) {
    if (kind.equals(AUTOSCALERS_V1.groupVersion().kind("HorizontalPodAutoscaler"))) {
      return Optional.of(AutoscalerToV2::convert);
    }
    return kind.equals(EVENTS.groupVersion().kind("Event"))
        ? Optional.of(EventForms::toCore)
        : Optional.empty();
  }

  /**
   * What a client of this resource sees of a stored object; the object itself where the forms are
   * one.
   *
   * @param object as stored; void afterwards
   */
  public static ObjectNode fromStorage(ResourceType type, ObjectNode object) {
    if (type.resource().equals(AUTOSCALERS_V1)) {
      return AutoscalerToV1.convert(object);
    }
    if (type.resource().equals(EVENTS)) {
      return EventForms.fromCore(object);
    }
    return unconverted(type, object);
  }

  private static ObjectNode unconverted(ResourceType type, ObjectNode object) {
    if (converts(type)) {
      throw new IllegalStateException(
          "no conversion between " + type.resource() + " and " + type.storage());
    }
    return object;
  }
}
