package io.jukung.server.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as Go's encoder writes it: {@code < > &} and the two line separators escaped, a line feed at
 * the end of the compact form and none at the end of the indented one.
 */
public final class JsonText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonText() {}

  /** The compact form. */
  public static Bytes compact(JsonNode tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    escape(write(tree), out);
    out.write('\n');
    return Bytes.wrap(out.toByteArray());
  }

  /** The indented form. */
  public static Bytes indented(JsonNode tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(256);
    escape(write(tree), escaped);
    try (JsonIndenter indenter = new JsonIndenter(out)) {
      escaped.writeTo(indenter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  /** The indented form of JSON that is compact already, written while it is read. */
  public static OutputStream indenting(OutputStream out) {
    return new JsonIndenter(out);
  }

  private static byte[] write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** These characters occur in strings only, so a plain replacement is right. */
  private static void escape(byte[] json, ByteArrayOutputStream out) {
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      switch (b) {
        case '<' -> out.writeBytes(LESS);
        case '>' -> out.writeBytes(GREATER);
        case '&' -> out.writeBytes(AMPERSAND);
        case (byte) 0xe2 -> {
          boolean separator =
              i + 2 < json.length
                  && json[i + 1] == (byte) 0x80
                  && (json[i + 2] == (byte) 0xa8 || json[i + 2] == (byte) 0xa9);
          if (separator) {
            out.writeBytes(json[i + 2] == (byte) 0xa8 ? LINE : PARAGRAPH);
            i += 2;
          } else {
            out.write(b);
          }
        }
        default -> out.write(b);
      }
    }
  }

  private static final byte[] LESS = ascii("\\u003c");
  private static final byte[] GREATER = ascii("\\u003e");
  private static final byte[] AMPERSAND = ascii("\\u0026");
  private static final byte[] LINE = ascii("\\u2028");
  private static final byte[] PARAGRAPH = ascii("\\u2029");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
