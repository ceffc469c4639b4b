package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes Jackson parsers over untrusted bytes. What Go mends and Jackson refuses or keeps (invalid
 * UTF-8, lone surrogates) is replaced by U+FFFD first, as Go does.
 */
final class JsonSource {
  /** Limits: {@link JsonSyntax} bounds the depth, the server bounds the length. */
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonSyntax.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private JsonSource() {}

  /** A parser over bytes that passed {@link JsonSyntax#check}. */
  static JsonParser open(byte[] checked) throws IOException {
    byte[] mended = mended(checked);
    JsonParser parser = FACTORY.createParser(mended);
    parser.assignCurrentValue(mended); // where RawJson finds the bytes
    return parser;
  }

  private static byte[] mended(byte[] data) {
    byte[] utf8 = validUtf8(data) ? data : replaceInvalid(data);
    return mayHaveSurrogateEscape(utf8) ? replaceLoneSurrogates(utf8) : utf8;
  }

  private static boolean validUtf8(byte[] data) {
    int i = 0;
    while (i < data.length && data[i] >= 0) {
      i++;
    }
    if (i == data.length) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** One U+FFFD for each invalid byte, as Go; Java's own replacement makes one of several. */
  private static byte[] replaceInvalid(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 64);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(data);
    CharBuffer chars = CharBuffer.allocate(data.length + 1);
    byte[] replacement = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    int from = 0;
    while (decoder.decode(in, chars, true).isError()) {
      out.write(data, from, in.position() - from);
      out.writeBytes(replacement);
      in.position(in.position() + 1);
      from = in.position();
      decoder.reset();
      chars.clear();
    }
    out.write(data, from, data.length - from);
    return out.toByteArray();
  }

  private static boolean mayHaveSurrogateEscape(byte[] data) {
    for (int i = 0; i + 3 < data.length; i++) {
      if (data[i] == '\\') {
        if (data[i + 1] == 'u' && (data[i + 2] | 0x20) == 'd' && data[i + 3] >= '8') {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static byte[] replaceLoneSurrogates(byte[] data) {
    byte[] copy = data.clone();
    int i = 0;
    while (i < copy.length) {
      if (copy[i] != '\\') {
        i++;
        continue;
      }
      if (copy[i + 1] != 'u') {
        i += 2;
        continue;
      }
      int unit = unit(copy, i);
      if (!Character.isSurrogate((char) unit)) {
        i += 6;
      } else if (Character.isHighSurrogate((char) unit) && lowFollows(copy, i + 6)) {
        i += 12;
      } else {
        copy[i + 2] = 'f';
        copy[i + 3] = 'f';
        copy[i + 4] = 'f';
        copy[i + 5] = 'd';
        i += 6;
      }
    }
    return copy;
  }

  private static boolean lowFollows(byte[] data, int at) {
    return at + 5 < data.length
        && data[at] == '\\'
        && data[at + 1] == 'u'
        && Character.isLowSurrogate((char) unit(data, at));
  }

  private static int unit(byte[] data, int escape) {
    int unit = 0;
    for (int i = escape + 2; i < escape + 6; i++) {
      unit = unit << 4 | Character.digit(data[i], 16);
    }
    return unit;
  }
}
