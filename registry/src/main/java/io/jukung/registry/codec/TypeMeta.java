package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The kind and version a JSON body says it has. Upstream: {@code
 * apimachinery/pkg/runtime/serializer/json/meta.go}, which unlike all later reading takes the two
 * names in any case.
 */
final class TypeMeta {
  private static final String INTO =
      "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
          + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

  private TypeMeta() {}

  /** Checks the syntax of the whole body and reads its kind; parts that are missing are empty. */
  static GroupVersionKind interpret(byte[] json) {
    try {
      JsonSyntax.check(json);
      return parse(json);
    } catch (ValueException e) {
      throw e.getMessage().startsWith("unexpected GroupVersion")
          ? e
          : new ValueException("couldn't get version/kind; json parse error: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a tree says it is; parts that are missing are empty. */
  static GroupVersionKind of(ObjectNode tree) {
    return GroupVersion.parse(tree.path("apiVersion").asText(""))
        .kind(tree.path("kind").asText(""));
  }

  private static GroupVersionKind parse(byte[] json) throws IOException {
    String[] found = {"", ""};
    DecodeState state = new DecodeState(false);
    try (JsonParser parser = JsonSource.open(json)) {
      JsonToken token = parser.nextToken();
      if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
        throw new ValueException(state.typeError(TypedReader.kind(parser), INTO));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        token = parser.nextToken();
        int index = key.equalsIgnoreCase("apiVersion") ? 0 : key.equalsIgnoreCase("kind") ? 1 : -1;
        if (index >= 0 && token == JsonToken.VALUE_STRING) {
          found[index] = parser.getText();
        } else if (index >= 0 && token != JsonToken.VALUE_NULL) {
          state.save(
              "json: cannot unmarshal "
                  + TypedReader.kind(parser)
                  + " into Go struct field ."
                  + (index == 0 ? "apiVersion" : "kind")
                  + " of type string");
        }
        parser.skipChildren();
      }
    }
    state.finish();
    return groupVersion(found[0]).kind(found[1]);
  }

  /** Reads an {@code apiVersion} that a client sent. */
  static GroupVersion groupVersion(String apiVersion) {
    if (apiVersion.isEmpty() || apiVersion.equals("/")) {
      return new GroupVersion("", "");
    }
    if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
      throw new ValueException("unexpected GroupVersion string: " + apiVersion);
    }
    return GroupVersion.parse(apiVersion);
  }

  /** Reads an {@code apiVersion} as Go's {@code FromAPIVersionAndKind} does: a bad one is empty. */
  static GroupVersion lenient(String apiVersion) {
    try {
      return groupVersion(apiVersion);
    } catch (ValueException e) {
      return new GroupVersion("", "");
    }
  }

  /** Puts kind and version into a tree. */
  static ObjectNode set(ObjectNode object, GroupVersionKind kind) {
    object.put("kind", kind.kind());
    object.put("apiVersion", kind.apiVersion());
    return object;
  }
}
