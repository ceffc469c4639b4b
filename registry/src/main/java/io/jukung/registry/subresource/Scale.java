package io.jukung.registry.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.selector.LabelOperator;
import io.jukung.registry.selector.LabelRequirement;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Map;

/**
 * {@code autoscaling/v1 Scale} of deployments, replicasets, statefulsets and
 * replicationcontrollers: a view of an object's replicas. (The {@code ScaleREST} of each in {@code
 * pkg/registry}.)
 */
public final class Scale {
  /** The kind of the bodies. */
  public static final GroupVersionKind KIND = new GroupVersionKind("autoscaling", "v1", "Scale");

  private Scale() {}

  /**
   * The object's scale, with its resourceVersion.
   *
   * @throws StatusException 400 when the object's selector is malformed
   */
  public static ObjectNode read(ObjectNode object) {
    ObjectNode scale = JsonNodeFactory.instance.objectNode();
    scale.put("kind", KIND.kind()).put("apiVersion", KIND.apiVersion());
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      JsonNode value = object.path("metadata").path(field);
      if (!value.isMissingNode()) {
        metadata.set(field, value);
      }
    }
    ObjectNode spec = scale.putObject("spec");
    int replicas = object.path("spec").path("replicas").asInt(0);
    if (replicas != 0) {
      spec.put("replicas", replicas);
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", object.path("status").path("replicas").asInt(0));
    String selector = selector(object.path("spec").path("selector"));
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return scale;
  }

  /** A replication controller's selector is a map of labels, that of the others an object. */
  private static String selector(JsonNode selector) {
    boolean object = selector.path("matchLabels").isObject() || selector.has("matchExpressions");
    if (object || selector.isEmpty()) {
      return LabelSelector.ofObject(selector).map(LabelSelector::toString).orElse("");
    }
    List<LabelRequirement> requirements =
        selector.properties().stream().map(Scale::equality).toList();
    return new LabelSelector(requirements).toString();
  }

  private static LabelRequirement equality(Map.Entry<String, JsonNode> label) {
    return new LabelRequirement(
        label.getKey(), LabelOperator.EQUALS, List.of(label.getValue().asText()));
  }

  /**
   * The object with the replicas of {@code scale}, and its resourceVersion: none when the scale has
   * none.
   *
   * @param type the object's resource
   * @param object as it is; changed in place
   * @throws StatusException 422 when the scale is invalid, 409 when its uid is another object's
   */
  public static ObjectNode write(ResourceType type, ObjectNode object, ObjectNode scale) {
    String name = object.path("metadata").path("name").asText();
    JsonNode replicas = scale.path("spec").path("replicas");
    if (replicas.asLong(0) < 0) {
      throw StatusException.invalid(
          KIND,
          name,
          List.of(
              FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
    }
    Preconditions.check(type, object, scale, "uid", "UID");
    object.withObject("/spec").set("replicas", IntNode.valueOf(replicas.asInt(0)));
    ObjectNode metadata = object.withObject("/metadata");
    String resourceVersion = scale.path("metadata").path("resourceVersion").asText("");
    if (resourceVersion.isEmpty()) {
      metadata.remove("resourceVersion");
    } else {
      metadata.put("resourceVersion", resourceVersion);
    }
    return object;
  }
}
