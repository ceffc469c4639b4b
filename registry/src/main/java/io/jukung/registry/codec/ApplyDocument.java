package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of a server-side apply: a partial object in YAML, of which JSON is a part.
 *
 * <p>Upstream: {@code applyPatcher} in {@code apiserver/pkg/endpoints/handlers/patch.go}.
 *
 * @param config the object as it stands there; shared with nobody
 * @param strictError what strict decoding has against it; empty when nothing
 */
public record ApplyDocument(ObjectNode config, String strictError) {
  /**
   * Reads a body.
   *
   * @throws StatusException 400 when it is no YAML or no object
   */
  public static ApplyDocument read(byte[] body) {
    YamlCodec.Converted converted;
    try {
      converted = new YamlCodec().toJson(body);
    } catch (ValueException e) {
      throw StatusException.badRequest(
          "error decoding YAML: error converting YAML to JSON: " + e.getMessage());
    }
    byte first = converted.json().array()[0];
    if (first == 'n') {
      throw StatusException.badRequest("invalid object type: /, Kind=");
    }
    if (first != '{') {
      throw StatusException.badRequest(
          "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
              + " unmarshal "
              + jsonType(first)
              + " into Go value of type map[string]interface {}");
    }
    List<String> duplicates = converted.duplicates();
    try {
      return new ApplyDocument(
          TreeReader.read(converted.json()),
          duplicates.isEmpty()
              ? ""
              : "error converting YAML to JSON: yaml: unmarshal errors:\n  "
                  + String.join("\n  ", duplicates));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new String(converted.json().array(), StandardCharsets.UTF_8), e);
    }
  }

  private static String jsonType(byte first) {
    return switch (first) {
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "bool";
      default -> "number";
    };
  }
}
