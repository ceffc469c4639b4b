package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.status.StatusException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A merge patch. Against RFC 7386, nulls inside the objects of a list are dropped where the list
 * replaces anything but an object, as upstream's library does.
 */
record MergePatch(JsonNode patch, List<String> strictErrors) implements Patch {
  static MergePatch parse(byte[] body, boolean validated) {
    PatchDocument document;
    try {
      document = PatchDocument.read(body);
    } catch (PatchDocument.SyntaxException e) {
      throw StatusException.badRequest(
          validated ? "error decoding patch: " + e.getMessage() : "Invalid JSON Patch");
    }
    JsonNode root = document.root();
    if (validated && !root.isObject() && !root.isNull()) {
      throw StatusException.badRequest(
          "error decoding patch: json: cannot unmarshal "
              + GoText.jsonType(root)
              + " into Go value of type map[string]interface {}");
    }
    if (!root.isContainerNode()) {
      throw StatusException.badRequest("Invalid JSON Patch");
    }
    return new MergePatch(root, document.duplicates());
  }

  @Override
  public ObjectNode apply(ObjectNode current) {
    if (patch instanceof ObjectNode fields) {
      merge(current, fields);
      return current;
    }
    return Patches.requireObject(patch);
  }

  private static void merge(ObjectNode target, ObjectNode fields) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      JsonNode old = target.path(name);
      if (value.isNull()) {
        target.remove(name);
      } else if (old instanceof ObjectNode oldObject) {
        if (value instanceof ObjectNode object) {
          merge(oldObject, object);
        } else {
          target.set(name, value.deepCopy());
        }
      } else {
        target.set(name, withoutNulls(value.deepCopy()));
      }
    }
  }

  /** Drops, in place, the null fields of objects on every level; nulls in lists stay. */
  static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Iterator<JsonNode> values = object.iterator(); values.hasNext(); ) {
        JsonNode value = values.next();
        if (value.isNull()) {
          values.remove();
        } else {
          withoutNulls(value);
        }
      }
    } else if (node.isArray()) {
      node.forEach(MergePatch::withoutNulls);
    }
    return node;
  }

  @Override
  public String invalidValue(ObjectNode patched) {
    return sorted(JsonPatch.placed(patched), patch).toString();
  }

  /** Upstream's library keeps what a patch went into in maps, and so prints it sorted. */
  private static JsonNode sorted(JsonNode node, JsonNode patch) {
    if (node instanceof ObjectNode object && patch instanceof ObjectNode) {
      Map<String, JsonNode> fields = new TreeMap<>(GoStrings.ORDER);
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        fields.put(field.getKey(), sorted(field.getValue(), patch.path(field.getKey())));
      }
      return JsonNodeFactory.instance.objectNode().setAll(fields);
    }
    if (node.isArray() && patch.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> list.add(sorted(element, element)));
      return list;
    }
    return node;
  }
}
