package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads and applies patches. */
public final class Patches {
  private final Function<String, Optional<TypeSchema>> types;

  /**
   * Patches on the types of one catalog.
   *
   * @param types finds a type by its name, such as {@code Catalog::type}
   */
  public Patches(Function<String, Optional<TypeSchema>> types) {
    this.types = types;
  }

  /**
   * Reads a patch. Upstream reads it after the object was found: a bad patch to a missing object is
   * 404.
   *
   * @param schema the type of the object; strategic merge patches go by it
   * @param validated whether unknown and duplicate fields are of interest (field validation {@code
   *     Warn} or {@code Strict}): the texts of some errors differ
   * @throws StatusException 400 when it is malformed, 413 when it has too many operations, 415 for
   *     {@link PatchType#APPLY}
   */
  public Patch parse(PatchType type, byte[] body, TypeSchema schema, boolean validated) {
    return switch (type) {
      case JSON -> JsonPatch.parse(body, validated);
      case MERGE -> MergePatch.parse(body, validated);
      case STRATEGIC_MERGE -> StrategicMergePatch.parse(body, schema, types);
      case APPLY ->
          throw PatchType.unsupported(
              List.of(PatchType.JSON, PatchType.MERGE, PatchType.STRATEGIC_MERGE));
    };
  }

  /**
   * Reads a JSON patch, which needs no type.
   *
   * @throws StatusException 400 when it is malformed, 413 when it has too many operations
   */
  public static Patch json(byte[] body) {
    return JsonPatch.parse(body, false);
  }

  /** Reads a patch and applies it once. */
  public ObjectNode apply(PatchType type, byte[] body, ObjectNode current, TypeSchema schema) {
    return parse(type, body, schema, true).apply(current);
  }

  /**
   * 422: the patched object can't be decoded, or breaks strict field validation.
   *
   * @param message what decoding says, such as {@code strict decoding error: unknown field "a"}
   */
  public static StatusException undecodable(String invalidValue, String message) {
    FieldError error = FieldError.invalid("patch", invalidValue, message);
    return new StatusException(
        422,
        "Invalid",
        " \"\" is invalid: " + error,
        new StatusException.Details("", "", "", "", List.of(error.toCause()), 0));
  }

  /** 422 without a word on why, as upstream answers when operations do not apply. */
  static StatusException notApplicable() {
    return new StatusException(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        StatusException.Details.NONE);
  }

  /** 500 without a reason: what upstream makes of errors it has no answer for. */
  static StatusException unforeseen(String message) {
    return new StatusException(500, "", message, StatusException.Details.NONE);
  }

  /** The object in {@code node}; upstream's text when it is none. */
  static ObjectNode requireObject(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw undecodable(
        node.toString(),
        "couldn't get version/kind; json parse error: json: cannot unmarshal "
            + GoText.jsonType(node)
            + " into Go value of type struct { APIVersion string"
            + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\""
            + " }");
  }
}
