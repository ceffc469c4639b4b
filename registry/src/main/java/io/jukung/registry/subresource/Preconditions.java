package io.jukung.registry.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.status.StatusException;

/** What the metadata of a subresource's body demands of the object. */
final class Preconditions {
  private Preconditions() {}

  /** 409 when {@code wanted} has a value for the field and the object another. */
  static void check(
      ResourceType type, ObjectNode object, JsonNode wanted, String field, String fieldName) {
    JsonNode metadata = object.path("metadata");
    String expected = wanted.path("metadata").path(field).asText("");
    String actual = metadata.path(field).asText("");
    if (expected.isEmpty() || expected.equals(actual)) {
      return;
    }
    String namespace = metadata.path("namespace").asText("");
    String name = metadata.path("name").asText("");
    String key = type.keyPrefix() + (namespace.isEmpty() ? "" : namespace + "/") + name;
    throw StatusException.conflict(
        type.resource(),
        name,
        "StorageError: invalid object, Code: 4, Key: "
            + key
            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: "
            + fieldName
            + " in precondition: "
            + expected
            + ", "
            + fieldName
            + " in object meta: "
            + actual);
  }
}
