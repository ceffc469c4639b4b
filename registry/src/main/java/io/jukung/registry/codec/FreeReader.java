package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/**
 * Reads JSON without a schema into Go's generic values: integers of 64 bits, all other numbers as
 * floating point. Recursion is bounded by the depth of the input, which {@link JsonSyntax} limits.
 */
final class FreeReader {
  private static final int MAX_LONG_DIGITS = 20;

  private final DecodeState state;

  FreeReader(DecodeState state) {
    this.state = state;
  }

  /** Reads the value at the current token, noting duplicate fields. */
  JsonNode read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      default -> NullNode.instance;
    };
  }

  private ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    DecodeState.Mark mark = state.mark();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (object.has(key)) {
        state.duplicateField(key);
      }
      state.enterKey(key);
      parser.nextToken();
      object.set(key, read(parser));
      state.reset(mark);
    }
    return object;
  }

  private ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    DecodeState.Mark mark = state.mark();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      state.enterIndex(array.size());
      array.add(read(parser));
      state.reset(mark);
    }
    return array;
  }

  private JsonNode number(String text) {
    if (text.length() <= MAX_LONG_DIGITS && text.indexOf('.') < 0) {
      try {
        return integerNode(Long.parseLong(text));
      } catch (NumberFormatException e) {
        // Not an integer of 64 bits: read as floating point below.
      }
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      state.save(state.typeError("number " + text, "float64"));
      return IntNode.valueOf(0);
    }
    return realNode(value);
  }

  /** The node all codecs make for an integer. */
  static JsonNode integerNode(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  /** The node all codecs make for a floating-point number: an integer where it prints as one. */
  static JsonNode realNode(double value) {
    return value == (int) value && !(value == 0 && 1 / value < 0)
        ? IntNode.valueOf((int) value)
        : DoubleNode.valueOf(value);
  }
}
