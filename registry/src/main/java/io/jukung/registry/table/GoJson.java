package io.jukung.registry.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** JSON with strings escaped as Go's {@code encoding/json} does it. */
public final class GoJson {
  private GoJson() {}

  /** A mapper that writes so. */
  static ObjectMapper mapper() {
    JsonFactory factory = new JsonFactory();
    factory.setCharacterEscapes(escapes());
    return new ObjectMapper(factory);
  }

  /** What a writer must escape to write so. */
  public static CharacterEscapes escapes() {
    return new Escapes();
  }

  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final SerializableString LINE_SEPARATOR = new SerializedString("\\u2028");
    private static final SerializableString PARAGRAPH_SEPARATOR = new SerializedString("\\u2029");

    private final int[] ascii = standardAsciiEscapesForJSON();

    Escapes() {
      ascii['<'] = ESCAPE_CUSTOM;
      ascii['>'] = ESCAPE_CUSTOM;
      ascii['&'] = ESCAPE_CUSTOM;
      for (char c = 0; c < 0x20; c++) { // Jackson's own hexadecimal digits are upper case
        ascii[c] = ascii[c] == ESCAPE_STANDARD ? ESCAPE_CUSTOM : ascii[c];
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return switch (c) {
        case 0x2028 -> LINE_SEPARATOR;
        case 0x2029 -> PARAGRAPH_SEPARATOR;
        case '<', '>', '&' -> new SerializedString(String.format("\\u%04x", c));
        default -> c < 0x20 ? new SerializedString(String.format("\\u%04x", c)) : null;
      };
    }
  }
}
