package io.jukung.registry.codec;

import io.jukung.registry.codec.value.GoFloat;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer that takes JSON as Go's {@code encoding/json} prints it: {@code <}, {@code >},
 * {@code &}, U+2028 and U+2029 escaped, control characters in short or hex form, all else as UTF-8.
 */
public final class JsonOut {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] PLAIN = allBut("\"\\<>&");
  private static final boolean[] PLAIN_UNESCAPED = allBut("\"\\");

  private final boolean[] plain;
  private byte[] buffer;
  private int length;

  /** A buffer that starts with room for {@code capacity} bytes. */
  public JsonOut(int capacity) {
    this(capacity, PLAIN);
  }

  private JsonOut(int capacity, boolean[] plain) {
    this.buffer = new byte[capacity];
    this.plain = plain;
  }

  /** A buffer that leaves {@code <}, {@code >} and {@code &} as they are. */
  static JsonOut unescaped(int capacity) {
    return new JsonOut(capacity, PLAIN_UNESCAPED);
  }

  private static boolean[] allBut(String escaped) {
    boolean[] plain = new boolean[128];
    Arrays.fill(plain, 0x20, 128, true);
    for (int i = 0; i < escaped.length(); i++) {
      plain[escaped.charAt(i)] = false;
    }
    return plain;
  }

  int length() {
    return length;
  }

  /** The bytes so far; this may not be used again. */
  public Bytes bytes() {
    return Bytes.wrap(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }

  /** Writes one character of JSON's syntax. */
  public JsonOut raw(char ascii) {
    ensure(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  /** Writes bytes of JSON as they are. */
  public JsonOut raw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** Writes ASCII text as it is. */
  public JsonOut ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  JsonOut number(long value) {
    return ascii(Long.toString(value));
  }

  JsonOut number(double value) {
    return ascii(GoFloat.format(value));
  }

  /** Takes the last byte back. */
  void unwrite() {
    length--;
  }

  /** Writes a quoted string. */
  public JsonOut string(String text) {
    int size = text.length();
    // A char takes six bytes at most.
    ensure(size * 6 + 2);
    buffer[length++] = '"';
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c < 128) {
        if (plain[c]) {
          buffer[length++] = (byte) c;
        } else {
          escape(c);
        }
      } else if (c == 0x2028 || c == 0x2029) {
        unicode(c);
      } else if (!Character.isSurrogate(c)) {
        utf8(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < size
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        unicode(0xfffd);
      }
    }
    buffer[length++] = '"';
    return this;
  }

  private void escape(char c) {
    char shortForm =
        switch (c) {
          case '"', '\\' -> c;
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (shortForm == 0) {
      unicode(c);
    } else {
      buffer[length++] = '\\';
      buffer[length++] = (byte) shortForm;
    }
  }

  private void unicode(int c) {
    buffer[length++] = '\\';
    buffer[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[length++] = HEX[c >> shift & 15];
    }
  }

  private void utf8(int c) {
    if (c < 0x800) {
      buffer[length++] = (byte) (0xc0 | c >> 6);
    } else if (c < 0x10000) {
      buffer[length++] = (byte) (0xe0 | c >> 12);
      buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    } else {
      buffer[length++] = (byte) (0xf0 | c >> 18);
      buffer[length++] = (byte) (0x80 | ((c >> 12) & 0x3f));
      buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    buffer[length++] = (byte) (0x80 | (c & 0x3f));
  }
}
