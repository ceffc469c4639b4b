package io.jukung.registry.codec;

import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.codec.value.ValueException;
import java.util.Optional;

/**
 * The check that bytes are one JSON value, before anything is made from them: one pass, no
 * recursion, no memory beyond a bit per level. Its errors have Go's texts ({@code
 * sigs.k8s.io/json/internal/golang/encoding/json/scanner.go}); levels are limited to {@link
 * #MAX_DEPTH} instead of 10,000: what comes after takes up to 3 KB of stack a level, and a request
 * has 1 MB.
 */
public final class JsonSyntax {
  /** The most levels of objects and arrays. */
  static final int MAX_DEPTH = 300;

  private static final String END = "unexpected end of JSON input";

  private final byte[] data;
  private int pos;
  private int depth;
  private final boolean[] inObject = new boolean[MAX_DEPTH + 1];

  private JsonSyntax(byte[] data) {
    this.data = data;
  }

  /** What is wrong with the bytes; empty when they are one JSON value. */
  public static Optional<String> problem(byte[] data) {
    try {
      check(data);
      return Optional.empty();
    } catch (ValueException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Checks.
   *
   * @throws ValueException when the bytes are no JSON value
   */
  static void check(byte[] data) {
    new JsonSyntax(data).run();
  }

  private void run() {
    value();
    while (depth > 0) {
      afterValue();
    }
    if (pos < data.length) {
      int c = skipSpace();
      if (c >= 0) {
        throw error(c, "after top-level value");
      }
    }
  }

  /** Reads a whole scalar, or the opening of a non-empty object or array and its first value. */
  private void value() {
    while (true) {
      int c = next();
      switch (c) {
        case '{' -> {
          push(true);
          c = next();
          if (c == '}') {
            depth--;
            return;
          }
          key(c);
        }
        case '[' -> {
          push(false);
          c = next();
          if (c == ']') {
            depth--;
            return;
          }
          pos--;
        }
        case '"' -> {
          string();
          return;
        }
        case 't' -> {
          literal("true");
          return;
        }
        case 'f' -> {
          literal("false");
          return;
        }
        case 'n' -> {
          literal("null");
          return;
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          number(c);
          return;
        }
        default -> throw error(c, "looking for beginning of value");
      }
    }
  }

  private void afterValue() {
    int c = next();
    if (inObject[depth]) {
      if (c == ',') {
        key(next());
        value();
      } else if (c == '}') {
        depth--;
      } else {
        throw error(c, "after object key:value pair");
      }
    } else if (c == ',') {
      value();
    } else if (c == ']') {
      depth--;
    } else {
      throw error(c, "after array element");
    }
  }

  private void key(int first) {
    if (first != '"') {
      throw error(first, "looking for beginning of object key string");
    }
    string();
    int c = next();
    if (c != ':') {
      throw error(c, "after object key");
    }
  }

  private void push(boolean object) {
    if (depth == MAX_DEPTH) {
      throw error(object ? '{' : '[', "exceeded max depth");
    }
    inObject[++depth] = object;
  }

  private void string() {
    while (pos < data.length) {
      int c = data[pos++];
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        escape();
      } else if (c >= 0 && c < 0x20) {
        throw error(c, "in string literal");
      }
    }
    throw new ValueException(END);
  }

  private void escape() {
    int c = literalByte();
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        c = literalByte();
        if (Character.digit(c, 16) < 0) {
          throw error(c, "in \\u hexadecimal character escape");
        }
      }
    } else if ("bfnrt\\/\"".indexOf(c) < 0) {
      throw error(c, "in string escape code");
    }
  }

  private void literal(String word) {
    for (int i = 1; i < word.length(); i++) {
      int c = literalByte();
      if (c != word.charAt(i)) {
        throw error(c, "in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
  }

  private void number(int first) {
    int c = first;
    if (c == '-') {
      c = literalByte();
      if (!digit(c)) {
        throw error(c, "in numeric literal");
      }
    }
    if (c != '0') {
      skipDigits();
    }
    if (pos < data.length && data[pos] == '.') {
      pos++;
      digits("after decimal point in numeric literal");
    }
    if (pos < data.length && (data[pos] == 'e' || data[pos] == 'E')) {
      pos++;
      if (pos < data.length && (data[pos] == '+' || data[pos] == '-')) {
        pos++;
      }
      digits("in exponent of numeric literal");
    }
  }

  private void digits(String context) {
    int c = literalByte();
    if (!digit(c)) {
      throw error(c, context);
    }
    skipDigits();
  }

  private void skipDigits() {
    while (pos < data.length && digit(data[pos])) {
      pos++;
    }
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The next byte within a literal; like Go, a missing one counts as a space. */
  private int literalByte() {
    return pos < data.length ? data[pos++] & 0xff : ' ';
  }

  private int next() {
    int c = skipSpace();
    if (c < 0) {
      throw new ValueException(END);
    }
    return c;
  }

  private int skipSpace() {
    while (pos < data.length) {
      int c = data[pos++] & 0xff;
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
    }
    return -1;
  }

  private static ValueException error(int c, String context) {
    return new ValueException("invalid character " + quote(c & 0xff) + " " + context);
  }

  private static String quote(int c) {
    if (c == '\'') {
      return "'\\''";
    }
    if (c == '"') {
      return "'\"'";
    }
    String quoted = GoStrings.quote(Character.toString(c));
    return "'" + quoted.substring(1, quoted.length() - 1) + "'";
  }
}
