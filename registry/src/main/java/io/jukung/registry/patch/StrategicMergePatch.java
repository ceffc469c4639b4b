package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A strategic merge patch. */
record StrategicMergePatch(ObjectNode patch, List<String> strictErrors, PatchSchema schema)
    implements Patch {
  static StrategicMergePatch parse(
      byte[] body, TypeSchema schema, Function<String, Optional<TypeSchema>> types) {
    PatchDocument document;
    try {
      document = PatchDocument.read(body);
    } catch (PatchDocument.SyntaxException e) {
      throw StatusException.badRequest(String.valueOf(e.getMessage()));
    }
    JsonNode root = document.root();
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    if (root instanceof ObjectNode object) {
      patch = object;
    } else if (!root.isNull()) {
      throw StatusException.badRequest(
          "json: cannot unmarshal "
              + GoText.jsonType(root)
              + " into Go value of type map[string]interface {}");
    }
    return new StrategicMergePatch(patch, document.duplicates(), PatchSchema.of(schema, types));
  }

  @Override
  public ObjectNode apply(ObjectNode current) {
    ObjectNode patched = ObjectMerge.merge(current, patch.deepCopy(), schema);
    schema
        .type()
        .flatMap(type -> new StructTypes(schema.types()).problem(patched, type))
        .ifPresent(
            problem -> {
              throw Patches.undecodable(invalidValue(patched), problem);
            });
    return patched;
  }

  @Override
  public String invalidValue(ObjectNode patched) {
    return GoText.print(patch);
  }
}
