package io.jukung.server.cbor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Turns one CBOR item into JSON, by upstream's rules: byte strings are text, or what the tag in
 * front of them wants them encoded as; integers fit 64 bits; no repeated keys, no simple values but
 * true, false and null, nothing that JSON can't say. Pure.
 */
final class CborToJson {
  private static final CBORFactory CBOR =
      CBORFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(CBORParser.Feature.READ_UNDEFINED_AS_EMBEDDED_OBJECT)
          .enable(CBORParser.Feature.READ_SIMPLE_VALUE_AS_EMBEDDED_OBJECT)
          .build();

  private static final JsonFactory JSON = new JsonFactory();
  private static final int BASE64_URL = 21;
  private static final int BASE64 = 22;
  private static final int BASE16 = 23;

  private CborToJson() {}

  /**
   * The JSON of an item.
   *
   * @throws IOException with the reason when there is none
   */
  static byte[] convert(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
    try (CBORParser parser = CBOR.createParser(body);
        JsonGenerator json = JSON.createGenerator(out)) {
      if (parser.nextToken() == null) {
        throw new IOException("EOF");
      }
      int depth = 0;
      do {
        JsonToken token = parser.currentToken();
        copy(parser, token, json);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0 && parser.nextToken() != null);
      if (depth > 0) {
        throw new IOException("unexpected EOF");
      }
      if (parser.nextToken() != null) {
        throw new IOException("extraneous data");
      }
    } catch (StackOverflowError | RuntimeException e) {
      throw new IOException("cbor: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  private static void copy(CBORParser parser, JsonToken token, JsonGenerator json)
      throws IOException {
    switch (token) {
      case VALUE_EMBEDDED_OBJECT -> json.writeString(text(parser));
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          throw new IOException(
              "cbor: cannot unmarshal "
                  + parser.getBigIntegerValue()
                  + " into Go value of type int64 (overflow)");
        }
        json.writeNumber(parser.getLongValue());
      }
      case VALUE_NUMBER_FLOAT -> {
        double value = parser.getDoubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          throw new IOException("cbor: floating-point " + value + " is not allowed");
        }
        json.writeNumber(value);
      }
      default -> json.copyCurrentEvent(parser);
    }
  }

  private static String text(CBORParser parser) throws IOException {
    if (!(parser.getEmbeddedObject() instanceof byte[] bytes)) {
      throw new IOException("cbor: simple value is not allowed");
    }
    return switch (parser.getCurrentTag()) {
      case BASE64_URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case BASE64 -> Base64.getEncoder().encodeToString(bytes);
      case BASE16 -> HexFormat.of().withUpperCase().formatHex(bytes);
      default -> utf8(bytes);
    };
  }

  private static String utf8(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("cbor: invalid UTF-8 string", e);
    }
  }
}
