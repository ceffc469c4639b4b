package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a webhook made of an object: the kind, who it is and all its metadata but labels and
 * annotations are not the webhook's to change. Upstream: {@code validateConvertedObject} and {@code
 * restoreObjectMeta} of {@code webhook_converter.go} at v1.36.
 */
final class ConvertedObject {
  private static final List<String> OPEN = List.of("labels", "annotations");

  private ConvertedObject() {}

  /**
   * The converted object with the original's metadata.
   *
   * @param converted becomes the result
   * @throws io.jukung.registry.status.StatusException 500 when the webhook broke the rules
   */
  static ObjectNode checked(ObjectNode original, ObjectNode converted, String apiVersion) {
    String about = "conversion webhook for " + WebhookConversion.kind(original) + " returned ";
    String version = text(converted, "apiVersion");
    if (!version.equals(apiVersion)) {
      throw WebhookConversion.failure(
          about
              + "invalid object at index 0: invalid groupVersion (expected "
              + apiVersion
              + ", received "
              + version
              + ")");
    }
    String kind = text(original, "kind");
    if (!text(converted, "kind").equals(kind)) {
      throw WebhookConversion.failure(
          about
              + "invalid object at index 0: invalid kind (expected "
              + kind
              + ", received "
              + text(converted, "kind")
              + ")");
    }
    same("name", "name", original, converted, about);
    same("namespace", "namespace", original, converted, about);
    same("UID", "uid", original, converted, about);
    try {
      restore(original, converted);
    } catch (IllegalArgumentException e) {
      throw WebhookConversion.failure(about + "invalid metadata: " + e.getMessage());
    }
    return converted;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private static void same(
      String word, String field, ObjectNode original, ObjectNode converted, String about) {
    String before = text(original.path("metadata"), field);
    String after = text(converted.path("metadata"), field);
    if (!before.equals(after)) {
      throw WebhookConversion.failure(
          about + "invalid object: must have the same " + word + ": " + before + " != " + after);
    }
  }

  private static void restore(ObjectNode original, ObjectNode converted) {
    JsonNode given = converted.get("metadata");
    if (given == null) {
      throw new IllegalArgumentException("missing metadata in converted object");
    }
    if (!given.isObject()) {
      throw new IllegalArgumentException(
          "invalid metadata of type " + GoValues.type(given) + " in converted object");
    }
    ObjectNode metadata =
        original.get("metadata") instanceof ObjectNode own
            ? own.deepCopy()
            : converted.objectNode();
    converted.set("metadata", metadata);
    for (String field : OPEN) {
      JsonNode wanted = given.path(field);
      if (wanted.isMissingNode() || wanted.isNull()) {
        metadata.remove(field);
      } else {
        check(field, wanted, metadata.path(field));
        metadata.set(field, wanted);
      }
    }
  }

  private static void check(String field, JsonNode wanted, JsonNode before) {
    if (!wanted.isObject()) {
      throw new IllegalArgumentException(
          "invalid metadata."
              + field
              + " of type "
              + GoValues.type(wanted)
              + " in converted object");
    }
    Map<String, String> texts = new TreeMap<>();
    wanted
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isTextual()) {
                throw new IllegalArgumentException(
                    "metadata."
                        + field
                        + "["
                        + entry.getKey()
                        + "] must be a string, but is "
                        + GoValues.type(entry.getValue())
                        + " in converted object");
              }
              texts.put(entry.getKey(), entry.getValue().textValue());
            });
    if (wanted.equals(before)) {
      return;
    }
    List<FieldError> errors = new ArrayList<>();
    if (field.equals("labels")) {
      errors.addAll(ObjectMetaValidation.validateLabels(texts, "metadata.labels"));
    } else {
      errors.addAll(ObjectMetaValidation.validateAnnotations(texts, "metadata.annotation"));
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(FieldError.aggregate(errors));
    }
  }
}
