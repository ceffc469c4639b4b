package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.GoTime;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.codec.value.ValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads values without fields of their own and normalises them. Errors of types that read
 * themselves in Go (quantities, times, ports) end the decoding at once; all others are noted.
 */
final class ScalarReader {
  private static final int MAX_LONG_DIGITS = 20;

  private final TypedReader reader;
  private final DecodeState state;

  ScalarReader(TypedReader reader, DecodeState state) {
    this.reader = reader;
    this.state = state;
  }

  @Nullable JsonNode nullValue(Scalar scalar, @Nullable JsonNode existing) {
    return switch (scalar) {
      case STRING, BOOLEAN, INT32, INT64, DOUBLE, RAW_EXTENSION, FIELDS_V1 -> existing;
      case DURATION -> duration("");
      case BYTES,
          QUANTITY,
          INT_OR_STRING,
          TIME,
          MICRO_TIME,
          JSON,
          JSON_SCHEMA_OR_BOOL,
          JSON_SCHEMA_OR_ARRAY,
          JSON_SCHEMA_OR_STRING_ARRAY,
          STRING_LIST_MESSAGE ->
          null;
    };
  }

  @Nullable JsonNode read(JsonParser parser, Plan plan, Scalar scalar, @Nullable JsonNode existing)
      throws IOException {
    JsonToken token = parser.currentToken();
    return switch (scalar) {
      case STRING ->
          token == JsonToken.VALUE_STRING
              ? TextNode.valueOf(parser.getText())
              : reader.mismatch(parser, "string", existing);
      case BOOLEAN ->
          token.isBoolean()
              ? BooleanNode.valueOf(token == JsonToken.VALUE_TRUE)
              : reader.mismatch(parser, "bool", existing);
      case INT32, INT64 ->
          token.isNumeric()
              ? integer(parser, scalar, existing)
              : reader.mismatch(parser, GoTypes.name(scalar), existing);
      case DOUBLE ->
          token.isNumeric() ? real(parser, existing) : reader.mismatch(parser, "float64", existing);
      case BYTES -> bytes(parser, existing);
      case QUANTITY -> quantity(parser);
      case INT_OR_STRING -> intOrString(parser);
      case TIME -> time(selfReadText(parser));
      case MICRO_TIME -> microTime(selfReadText(parser));
      case DURATION -> duration(selfReadText(parser));
      case RAW_EXTENSION -> {
        Optional<RawObject> raw = RawJson.read(parser);
        yield raw.isPresent() ? raw.get() : new FreeReader(new DecodeState(false)).read(parser);
      }
      case JSON, FIELDS_V1 -> new FreeReader(new DecodeState(false)).read(parser);
      case JSON_SCHEMA_OR_BOOL, JSON_SCHEMA_OR_ARRAY, JSON_SCHEMA_OR_STRING_ARRAY ->
          schemaOr(parser, plan, scalar);
      case STRING_LIST_MESSAGE ->
          reader.value(parser, plan, new ListOf(Scalar.STRING), existing, false);
    };
  }

  private @Nullable JsonNode integer(JsonParser parser, Scalar scalar, @Nullable JsonNode existing)
      throws IOException {
    JsonNode number = integer(parser.getText(), scalar);
    if (number == null) {
      state.save(state.typeError("number " + parser.getText(), GoTypes.name(scalar)));
      return existing;
    }
    return number;
  }

  private static @Nullable JsonNode integer(String text, Scalar scalar) {
    if (text.length() > MAX_LONG_DIGITS) {
      return null;
    }
    try {
      return number(Long.parseLong(text), scalar);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable JsonNode number(long value, Scalar scalar) {
    if (value == (int) value) {
      return IntNode.valueOf((int) value);
    }
    return scalar == Scalar.INT64 ? LongNode.valueOf(value) : null;
  }

  private @Nullable JsonNode real(JsonParser parser, @Nullable JsonNode existing)
      throws IOException {
    double value = Double.parseDouble(parser.getText());
    if (Double.isInfinite(value)) {
      state.save(state.typeError("number " + parser.getText(), "float64"));
      return existing;
    }
    return FreeReader.realNode(value);
  }

  private @Nullable JsonNode bytes(JsonParser parser, @Nullable JsonNode existing)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      try {
        byte[] decoded = GoBase64.decode(parser.getText().getBytes(StandardCharsets.UTF_8));
        return TextNode.valueOf(GoBase64.encode(decoded));
      } catch (ValueException e) {
        state.save(e.getMessage());
        return existing;
      }
    }
    return token == JsonToken.START_ARRAY
        ? byteArray(parser)
        : reader.mismatch(parser, "[]uint8", existing);
  }

  /** Go also reads bytes from an array of numbers. */
  private JsonNode byteArray(JsonParser parser) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        bytes.write(0);
      } else if (!token.isNumeric()) {
        reader.mismatch(parser, "uint8", null);
      } else {
        JsonNode number = integer(parser.getText(), Scalar.INT32);
        if (number == null || number.intValue() < 0 || number.intValue() > 255) {
          state.save(state.typeError("number " + parser.getText(), "uint8"));
        } else {
          bytes.write(number.intValue());
        }
      }
    }
    return TextNode.valueOf(GoBase64.encode(bytes.toByteArray()));
  }

  private static JsonNode quantity(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    // Go hands the raw text over, so an object or a truth value is a badly spelled quantity.
    String text = token.isStructStart() ? "{" : parser.getText();
    return TextNode.valueOf(Quantity.canonical(text.strip()));
  }

  private JsonNode intOrString(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return TextNode.valueOf(parser.getText());
    }
    if (!token.isNumeric()) {
      throw new ValueException(state.typeError(TypedReader.kind(parser), "int32"));
    }
    JsonNode number = integer(parser.getText(), Scalar.INT32);
    if (number == null) {
      throw new ValueException(state.typeError("number " + parser.getText(), "int32"));
    }
    return number;
  }

  private String selfReadText(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new ValueException(state.typeError(TypedReader.kind(parser), "string"));
    }
    return parser.getText();
  }

  private static @Nullable JsonNode time(String text) {
    Instant time = GoTime.parse(text);
    return time.equals(GoTime.ZERO) ? null : TextNode.valueOf(GoTime.format(time));
  }

  private static @Nullable JsonNode microTime(String text) {
    Instant time = GoTime.parseMicro(text);
    return time.equals(GoTime.ZERO) ? null : TextNode.valueOf(GoTime.formatMicro(time));
  }

  private static JsonNode duration(String text) {
    return TextNode.valueOf(GoDuration.format(GoDuration.parse(text)));
  }

  /** The three unions of JSON schemas; unlike elsewhere, unknown fields inside pass silently. */
  private @Nullable JsonNode schemaOr(JsonParser parser, Plan plan, Scalar scalar)
      throws IOException {
    JsonToken token = parser.currentToken();
    DecodeState inner = new DecodeState(false);
    TypedReader innerReader = new TypedReader(reader.plans(), inner);
    JsonNode value = null;
    if (token == JsonToken.START_OBJECT) {
      value = innerReader.struct(parser, plan, null);
    } else if (scalar == Scalar.JSON_SCHEMA_OR_BOOL && token.isBoolean()) {
      value = BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
    } else if (scalar == Scalar.JSON_SCHEMA_OR_ARRAY && token == JsonToken.START_ARRAY) {
      value = schemas(parser, plan, innerReader, inner);
    } else if (scalar == Scalar.JSON_SCHEMA_OR_STRING_ARRAY && token == JsonToken.START_ARRAY) {
      value = innerReader.value(parser, plan, new ListOf(Scalar.STRING), null, false);
    } else if (scalar == Scalar.JSON_SCHEMA_OR_BOOL) {
      throw new ValueException("boolean or JSON schema expected");
    } else {
      parser.skipChildren();
    }
    inner.finish();
    return value;
  }

  private static ArrayNode schemas(
      JsonParser parser, Plan plan, TypedReader reader, DecodeState state) throws IOException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        list.add(reader.struct(parser, plan, null));
      } else {
        state.save(state.typeError(TypedReader.kind(parser), plan.goType()));
        parser.skipChildren();
      }
    }
    return list;
  }
}
