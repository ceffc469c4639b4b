package io.jukung.registry.codec;

import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;

/**
 * JSON for people: {@code ?pretty=true}. One pass over the bytes, no tree. Upstream: Go's {@code
 * json.MarshalIndent} with two spaces, without a line break at the end.
 */
public final class PrettyJson {
  private PrettyJson() {}

  /** Indents compact JSON, such as canonical bytes or a whole list; the bytes are trusted. */
  public static Bytes indent(Bytes compact) {
    byte[] in = compact.array();
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length * 2);
    int depth = 0;
    for (int i = 0; i < in.length; i++) {
      byte b = in[i];
      switch (b) {
        case '"' -> i = string(in, i, out);
        case '{', '[' -> {
          out.write(b);
          if (in[i + 1] == '}' || in[i + 1] == ']') {
            out.write(in[++i]);
          } else {
            newLine(out, ++depth);
          }
        }
        case '}', ']' -> {
          newLine(out, --depth);
          out.write(b);
        }
        case ',' -> {
          out.write(b);
          newLine(out, depth);
        }
        case ':' -> {
          out.write(b);
          out.write(' ');
        }
        default -> out.write(b);
      }
    }
    return Bytes.wrap(out.toByteArray());
  }

  /** Copies a string; returns the index of its closing quote. */
  private static int string(byte[] in, int start, ByteArrayOutputStream out) {
    int end = start + 1;
    while (in[end] != '"') {
      end += in[end] == '\\' ? 2 : 1;
    }
    out.write(in, start, end + 1 - start);
    return end;
  }

  private static void newLine(ByteArrayOutputStream out, int depth) {
    out.write('\n');
    for (int i = 0; i < depth; i++) {
      out.write(' ');
      out.write(' ');
    }
  }
}
