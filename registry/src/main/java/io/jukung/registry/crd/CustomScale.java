package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.ScaleFields;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.subresource.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code autoscaling/v1 Scale} of a custom resource: a view of the three fields that its definition
 * names. Immutable. Upstream: {@code registry/customresource/etcd.go} and {@code validator.go}.
 */
public final class CustomScale {
  /** What stands for replicas that are not there while a scale is changed, as upstream. */
  private static final int NONE = Integer.MIN_VALUE;

  private final Definition.ScalePaths paths;
  private final ScaleFields fields;

  CustomScale(Definition.ScalePaths paths, ScaleFields fields) {
    this.paths = paths;
    this.fields = fields;
  }

  /**
   * The object's scale.
   *
   * @throws StatusException 500 when the object has no replicas
   */
  public ObjectNode read(ObjectNode object) {
    if (at(object, paths.specReplicas()).isMissingNode()) {
      throw StatusException.internal(
          "the spec replicas field "
              + FieldError.quote("." + paths.specReplicas())
              + " does not exist");
    }
    return view(object);
  }

  /** The object's scale; replicas that are not there count as 0. */
  public ObjectNode view(ObjectNode object) {
    ObjectNode holder = object.objectNode();
    holder.set("metadata", object.path("metadata"));
    holder.putObject("spec").put("replicas", at(object, paths.specReplicas()).asInt(0));
    holder.putObject("status").put("replicas", at(object, paths.statusReplicas()).asInt(0));
    ObjectNode scale = Scale.read(holder);
    String selector =
        paths.labelSelector().isEmpty() ? "" : at(object, paths.labelSelector()).asText("");
    if (!selector.isEmpty()) {
      ((ObjectNode) scale.get("status")).put("selector", selector);
    }
    return scale;
  }

  /** The object's scale as a write finds it, with those who own the replicas. */
  public ObjectNode managed(ObjectNode object) {
    ObjectNode scale = view(object);
    if (at(object, paths.specReplicas()).isMissingNode()) {
      scale.withObject("/spec").put("replicas", NONE);
    }
    fields.intoScale(object, scale);
    return scale;
  }

  /**
   * The object with the replicas of {@code scale} and those who own them, and its resourceVersion
   * where it has one.
   *
   * @param object as it is; changed in place
   * @throws StatusException 400 when the scale has no replicas
   */
  public ObjectNode write(ObjectNode object, ObjectNode scale) {
    int replicas = scale.path("spec").path("replicas").asInt(0);
    if (replicas == NONE) {
      throw StatusException.badRequest(
          "the spec replicas field "
              + FieldError.quote("." + paths.specReplicas())
              + " cannot be empty");
    }
    fields.intoObject(object, scale);
    ObjectNode parent = object;
    String[] keys = paths.specReplicas().split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      parent = parent.get(keys[i]) instanceof ObjectNode child ? child : parent.putObject(keys[i]);
    }
    parent.put(keys[keys.length - 1], replicas);
    String resourceVersion = scale.path("metadata").path("resourceVersion").asText("");
    if (!resourceVersion.isEmpty()) {
      object.withObject("/metadata").put("resourceVersion", resourceVersion);
    }
    return object;
  }

  /** What is wrong with the wanted replicas. */
  List<FieldError> validateSpec(ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    replicas(object, paths.specReplicas(), errors);
    return errors;
  }

  /** What is wrong with the replicas there are, and with the selector. */
  List<FieldError> validateStatus(ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    replicas(object, paths.statusReplicas(), errors);
    JsonNode selector =
        paths.labelSelector().isEmpty() ? object.path("") : at(object, paths.labelSelector());
    if (!selector.isMissingNode() && !selector.isTextual()) {
      errors.add(
          FieldError.invalid(
              "." + paths.labelSelector(),
              "",
              wrongType(paths.labelSelector(), selector, "string")));
    }
    return errors;
  }

  private static void replicas(ObjectNode object, String path, List<FieldError> errors) {
    JsonNode replicas = at(object, path);
    if (replicas.isMissingNode()) {
      return;
    }
    if (!replicas.isIntegralNumber()) {
      errors.add(
          FieldError.invalid(
              "." + path,
              com.fasterxml.jackson.databind.node.IntNode.valueOf(0),
              wrongType(path, replicas, "int64")));
    } else if (replicas.longValue() < 0) {
      errors.add(FieldError.invalid("." + path, replicas, "should be a non-negative integer"));
    } else if (replicas.longValue() > Integer.MAX_VALUE) {
      errors.add(
          FieldError.invalid(
              "." + path, replicas, "should be less than or equal to " + Integer.MAX_VALUE));
    }
  }

  private static String wrongType(String path, JsonNode value, String expected) {
    return "."
        + path
        + " accessor error: "
        + GoValues.print(value)
        + " is of the type "
        + GoValues.type(value)
        + ", expected "
        + expected;
  }

  private static JsonNode at(JsonNode object, String path) {
    JsonNode node = object;
    for (String key : path.split("\\.", -1)) {
      node = node.path(key);
    }
    return node;
  }
}
