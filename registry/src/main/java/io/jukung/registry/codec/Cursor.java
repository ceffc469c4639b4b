package io.jukung.registry.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place in canonical JSON bytes, for reading a few fields without making a tree. The bytes are
 * trusted: no spaces between tokens, valid throughout; on other bytes the results are wrong, and
 * running over the end throws {@link IndexOutOfBoundsException}.
 */
final class Cursor {
  final byte[] data;
  int pos;

  Cursor(byte[] data) {
    this.data = data;
  }

  /** The byte here. */
  int peek() {
    return data[pos];
  }

  /** Steps over the opening of an object or an array; whether anything is in it. */
  boolean open() {
    pos++;
    if (data[pos] == '}' || data[pos] == ']') {
      pos++;
      return false;
    }
    return true;
  }

  /** Behind a value: steps over the comma or the closing; whether more follows. */
  boolean more() {
    return data[pos++] == ',';
  }

  /** Steps over a key's opening quote; {@link #endKey} follows. */
  int startKey() {
    return pos + 1;
  }

  /** Steps over the key at {@code start} and the colon; returns the key's end. */
  int endKey() {
    skipString();
    int end = pos - 1;
    pos++;
    return end;
  }

  /** Whether the bytes from {@code start} to {@code end} are {@code key}. */
  boolean is(int start, int end, byte[] key) {
    return Arrays.equals(data, start, end, key, 0, key.length);
  }

  private void skipString() {
    int i = pos + 1;
    while (data[i] != '"') {
      i += data[i] == '\\' ? 2 : 1;
    }
    pos = i + 1;
  }

  /** Steps over a whole value. */
  void skipValue() {
    byte first = data[pos];
    if (first == '"') {
      skipString();
    } else if (first == '{' || first == '[') {
      skipNested();
    } else {
      int i = pos;
      while (i < data.length && data[i] != ',' && data[i] != '}' && data[i] != ']') {
        i++;
      }
      pos = i;
    }
  }

  private void skipNested() {
    int depth = 0;
    int i = pos;
    do {
      byte b = data[i];
      if (b == '"') {
        i++;
        while (data[i] != '"') {
          i += data[i] == '\\' ? 2 : 1;
        }
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      i++;
    } while (depth > 0);
    pos = i;
  }

  /** Reads a string, or a scalar's spelling; empty for null, objects and arrays. */
  String text() {
    int start = pos;
    byte first = data[start];
    skipValue();
    if (first == '"') {
      return unescape(start + 1, pos - 1);
    }
    return first == '{' || first == '[' || first == 'n' ? "" : string(start, pos);
  }

  /** Reads the key at {@code start}. */
  String key(int start, int end) {
    return unescape(start, end);
  }

  private String string(int start, int end) {
    return new String(data, start, end - start, StandardCharsets.UTF_8);
  }

  private String unescape(int start, int end) {
    int i = start;
    while (i < end && data[i] != '\\') {
      i++;
    }
    if (i == end) {
      return string(start, end);
    }
    StringBuilder text = new StringBuilder(end - start);
    int from = start;
    while (i < end) {
      if (data[i] != '\\') {
        i++;
        continue;
      }
      text.append(string(from, i));
      i += escape(text, i + 1);
      from = i;
    }
    return text.append(string(from, end)).toString();
  }

  private int escape(StringBuilder text, int at) {
    char c = (char) data[at];
    if (c == 'u') {
      text.append((char) Integer.parseInt(string(at + 1, at + 5), 16));
      return 6;
    }
    text.append(
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> c;
        });
    return 2;
  }
}
