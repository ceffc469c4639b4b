package io.jukung.registry.codec.value;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** Strings as Go prints and orders them. */
public final class GoStrings {
  /** Go's order of strings: by UTF-8 bytes, which is by code points. */
  public static final Comparator<String> ORDER = GoStrings::compare;

  private GoStrings() {}

  /** The string as Go's {@code strconv.Quote} prints it. */
  public static String quote(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    value.codePoints().forEach(c -> escape(quoted, c));
    return quoted.append('"').toString();
  }

  /** The string as Go's time package prints it: bytes beyond ASCII in hex. */
  static String quoteAscii(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"' || b == '\\') {
        quoted.append('\\').append((char) b);
      } else if (b < ' ') {
        quoted.append("\\x").append(hex(b >> 4)).append(hex(b));
      } else {
        quoted.append((char) b);
      }
    }
    return quoted.append('"').toString();
  }

  private static void escape(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          out.append("\\x").append(hex(c >> 4)).append(hex(c));
        } else if (printable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x10000) {
          out.append("\\u").append(hexDigits(c, 4));
        } else {
          out.append("\\U").append(hexDigits(c, 8));
        }
      }
    }
  }

  /** Go's {@code strconv.IsPrint}: letters, marks, numbers, punctuation, symbols, ASCII space. */
  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static String hexDigits(int c, int width) {
    String digits = Integer.toHexString(c);
    return "0".repeat(width - digits.length()) + digits;
  }

  private static char hex(int nibble) {
    return Character.forDigit(nibble & 15, 16);
  }

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // A surrogate half stands for a code point above every other char.
        boolean high = Character.isSurrogate(x);
        return high == Character.isSurrogate(y) ? x - y : high ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
