package io.jukung.registry.patch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.CheckedJson;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.status.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of a patch.
 *
 * @param duplicates what strict validation says of fields that stand there twice, of which the last
 *     counts; at most {@link #MAX_ERRORS}
 */
record PatchDocument(JsonNode root, List<String> duplicates) {
  /** The most strict errors that are told of. */
  static final int MAX_ERRORS = 100;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The body is not JSON; the message is what Go's decoder would say. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private SyntaxException(String message) {
      super(message, null, false, false);
    }
  }

  static PatchDocument read(byte[] body) throws SyntaxException {
    List<String> duplicates = new ArrayList<>();
    try (JsonParser parser = CheckedJson.open(body)) {
      parser.nextToken();
      JsonNode root = value(parser, "", duplicates);
      return new PatchDocument(root, List.copyOf(duplicates));
    } catch (ValueException e) {
      throw new SyntaxException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("checked JSON can't be read", e);
    }
  }

  private static JsonNode value(JsonParser parser, String path, List<String> duplicates)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, path, duplicates);
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, path + "[" + array.size() + "]", duplicates));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> real(parser);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("not the start of a value");
    };
  }

  private static JsonNode object(JsonParser parser, String path, List<String> duplicates)
      throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String fieldPath = path.isEmpty() ? name : path + "." + name;
      parser.nextToken();
      JsonNode value = value(parser, fieldPath, duplicates);
      if (object.replace(name, value) != null && duplicates.size() < MAX_ERRORS) {
        duplicates.add("duplicate field " + FieldError.quote(fieldPath));
      }
    }
    return object;
  }

  /** Integers beyond 64 bits become floating point, as upstream's decoder makes them. */
  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> real(parser);
    };
  }

  private static JsonNode real(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new ValueException(
          "json: cannot unmarshal number " + parser.getText() + " into Go value of type float64");
    }
    return NODES.numberNode(value);
  }
}
