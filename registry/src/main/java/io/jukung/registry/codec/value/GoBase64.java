package io.jukung.registry.codec.value;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 as Go's {@code base64.StdEncoding} reads it: padded, line breaks skipped, spare bits
 * ignored.
 */
public final class GoBase64 {
  private GoBase64() {}

  /** Prints padded base64. */
  public static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Reads base64.
   *
   * @throws ValueException with Go's text, which names the first wrong byte
   */
  public static byte[] decode(byte[] text) {
    byte[] out = new byte[text.length / 4 * 3 + 3];
    int length = 0;
    int pos = 0;
    int[] group = new int[4];
    while (true) {
      int filled = 0;
      while (filled < 4) {
        pos = skipBreaks(text, pos);
        if (pos == text.length) {
          if (filled == 0) {
            return Arrays.copyOf(out, length);
          }
          throw corrupt(pos - filled);
        }
        int c = text[pos++];
        int value = value(c);
        if (value >= 0) {
          group[filled++] = value;
          continue;
        }
        if (c != '=' || filled < 2) {
          throw corrupt(pos - 1);
        }
        return padded(text, pos, filled, group, out, length);
      }
      int bits = group[0] << 18 | group[1] << 12 | group[2] << 6 | group[3];
      out[length++] = (byte) (bits >> 16);
      out[length++] = (byte) (bits >> 8);
      out[length++] = (byte) bits;
    }
  }

  private static byte[] padded(
      byte[] text, int from, int filled, int[] group, byte[] out, int length) {
    int pos = skipBreaks(text, from);
    if (filled == 2) {
      if (pos == text.length) {
        throw corrupt(text.length);
      }
      if (text[pos] != '=') {
        throw corrupt(pos - 1);
      }
      pos = skipBreaks(text, pos + 1);
    }
    if (pos < text.length) {
      throw corrupt(pos);
    }
    int end = length;
    out[end++] = (byte) (group[0] << 2 | group[1] >> 4);
    if (filled == 3) {
      out[end++] = (byte) (group[1] << 4 | group[2] >> 2);
    }
    return Arrays.copyOf(out, end);
  }

  private static int skipBreaks(byte[] text, int from) {
    int pos = from;
    while (pos < text.length && (text[pos] == '\n' || text[pos] == '\r')) {
      pos++;
    }
    return pos;
  }

  private static int value(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }

  private static ValueException corrupt(int offset) {
    return new ValueException("illegal base64 data at input byte " + offset);
  }
}
