package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.UnstructuredDecoder;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.crd.schema.Structural;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings objects inside of objects ({@code x-kubernetes-embedded-resource}) into form: the top's
 * own metadata is not touched ({@code schema/objectmeta/coerce.go}).
 *
 * @param lenient whether malformed fields are dropped rather than refused
 * @param unknown takes the paths of unknown fields
 */
record EmbeddedObjects(UnstructuredDecoder decoder, boolean lenient, List<String> unknown) {

  /**
   * Looks at all of {@code object} but its own metadata.
   *
   * @throws ValueException when a field is malformed, unless {@code lenient}
   */
  void coerce(ObjectNode object, @Nullable Structural schema) {
    coerce("", object, schema);
  }

  private void coerce(String path, JsonNode value, @Nullable Structural schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      if (schema.embeddedResource() && !path.isEmpty()) {
        embedded(path, object);
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String key = field.getKey();
        coerce(path.isEmpty() ? key : path + "." + key, field.getValue(), schema.child(key));
      }
    } else if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        coerce(path + "[" + i + "]", array.get(i), schema.items());
      }
    }
  }

  private void embedded(String path, ObjectNode object) {
    for (String field : List.of("apiVersion", "kind")) {
      JsonNode text = object.get(field);
      if (text != null && !text.isTextual()) {
        if (!lenient) {
          throw new ValueException(
              path + "." + field + ": Invalid value: " + text + ": must be a string");
        }
        object.remove(field);
      }
    }
    if (lenient) {
      decoder.lenientMetadata(object);
      return;
    }
    JsonNode metadata = object.path("metadata");
    try {
      decoder.metadata(object, path + ".metadata.", unknown);
    } catch (ValueException e) {
      throw new ValueException(
          path + ".metadata: Invalid value: " + metadata + ": " + e.getMessage());
    }
  }
}
