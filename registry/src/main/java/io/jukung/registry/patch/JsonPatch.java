package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A JSON patch. */
record JsonPatch(List<JsonNode> operations, List<String> strictErrors) implements Patch {
  /** The most operations of one patch. */
  static final int MAX_OPERATIONS = 10_000;

  private static final Set<String> STRINGS = Set.of("op", "path", "from");
  private static final String VERSION = "resourceVersion";

  static JsonPatch parse(byte[] body, boolean validated) {
    String prefix = validated ? "error decoding patch: " : "";
    PatchDocument document;
    try {
      document = PatchDocument.read(body);
    } catch (PatchDocument.SyntaxException e) {
      throw StatusException.badRequest(prefix + e.getMessage());
    }
    JsonNode root = document.root();
    if (!root.isArray() && !root.isNull()) {
      throw wrongType(prefix, root, validated ? "[]handlers.jsonPatchOp" : "jsonpatch.Patch");
    }
    List<JsonNode> operations = new ArrayList<>(root.size());
    for (JsonNode operation : root) {
      if (!operation.isObject() && !operation.isNull()) {
        throw wrongType(
            prefix, operation, validated ? "handlers.jsonPatchOp" : "jsonpatch.Operation");
      }
      operations.add(operation);
    }
    List<String> errors = validated ? strictErrors(operations, document.duplicates()) : List.of();
    if (operations.size() > MAX_OPERATIONS) {
      throw StatusException.requestEntityTooLarge(
          "The allowed maximum operations in a JSON patch is "
              + MAX_OPERATIONS
              + ", got "
              + operations.size());
    }
    return new JsonPatch(List.copyOf(operations), errors);
  }

  private static StatusException wrongType(String prefix, JsonNode node, String expected) {
    return StatusException.badRequest(
        prefix
            + "json: cannot unmarshal "
            + GoText.jsonType(node)
            + " into Go value of type "
            + expected);
  }

  private static List<String> strictErrors(List<JsonNode> operations, List<String> duplicates) {
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      JsonNode operation = operations.get(i);
      for (String name : STRINGS) {
        JsonNode value = operation.path(name);
        if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
          throw StatusException.badRequest(
              "error decoding patch: json: cannot unmarshal "
                  + GoText.jsonType(value)
                  + " into Go struct field jsonPatchOp."
                  + name
                  + " of type string");
        }
      }
      for (var field : operation.properties()) {
        String name = field.getKey();
        boolean known = STRINGS.contains(name) || name.equals("value");
        if (!known && errors.size() < PatchDocument.MAX_ERRORS) {
          errors.add("json patch unknown field " + FieldError.quote("[" + i + "]." + name));
        }
      }
    }
    duplicates.forEach(duplicate -> errors.add("json patch " + duplicate));
    return List.copyOf(errors);
  }

  @Override
  public ObjectNode apply(ObjectNode current) {
    JsonPatchTarget target = new JsonPatchTarget(current);
    operations.forEach(operation -> apply(target, operation));
    return Patches.requireObject(target.result());
  }

  private static void apply(JsonPatchTarget target, JsonNode operation) {
    JsonNode value = operation.path("value");
    if (value.isMissingNode()) {
      value = JsonNodeFactory.instance.nullNode();
    }
    switch (operation.path("op").asText()) {
      case "add" -> target.add(text(operation, "path"), value.deepCopy());
      case "remove" -> target.remove(text(operation, "path"));
      case "replace" -> target.replace(text(operation, "path"), value.deepCopy());
      case "move" -> target.move(text(operation, "from"), text(operation, "path"));
      case "copy" -> target.copy(text(operation, "from"), text(operation, "path"));
      case "test" -> target.test(text(operation, "path"), value);
      default -> throw Patches.notApplicable();
    }
  }

  private static String text(JsonNode operation, String name) {
    JsonNode value = operation.path(name);
    if (!value.isTextual()) {
      throw Patches.notApplicable();
    }
    return value.textValue();
  }

  /** The object with the version, which is no part of what is stored, at its place in metadata. */
  static ObjectNode placed(ObjectNode object) {
    if (!(object.get("metadata") instanceof ObjectNode metadata) || !metadata.has("uid")) {
      return object;
    }
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      if (!field.getKey().equals(VERSION)) {
        ordered.set(field.getKey(), field.getValue());
      }
      if (field.getKey().equals("uid") && metadata.has(VERSION)) {
        ordered.set(VERSION, metadata.get(VERSION));
      }
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(object);
    copy.set("metadata", ordered);
    return copy;
  }

  /** Upstream's libraries keep the topmost fields in a map, and so print them sorted. */
  static String sortedJson(ObjectNode object) {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    placed(object).properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return JsonNodeFactory.instance.objectNode().setAll(sorted).toString();
  }

  @Override
  public String invalidValue(ObjectNode patched) {
    return sortedJson(patched);
  }
}
