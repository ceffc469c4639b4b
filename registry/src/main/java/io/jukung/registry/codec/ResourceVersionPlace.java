package io.jukung.registry.codec;

import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where {@code resourceVersion} belongs in canonical bytes: behind uid in objects printed by
 * a schema ({@code kind} comes first), in sorted order in others ({@code apiVersion} comes first).
 */
final class ResourceVersionPlace {
  private static final byte[] METADATA = utf8("metadata");
  private static final byte[] KIND = utf8("kind");
  private static final byte[] RESOURCE_VERSION = utf8("resourceVersion");
  private static final List<byte[]> BEFORE =
      List.of(utf8("name"), utf8("generateName"), utf8("namespace"), utf8("selfLink"), utf8("uid"));
  private static final byte[] OPEN = utf8("\"resourceVersion\":\"");

  private ResourceVersionPlace() {}

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The offset in metadata where the field goes: of the key it precedes, or of the closing brace.
   */
  static int find(Bytes object) {
    Cursor cursor = new Cursor(object.array());
    boolean more = cursor.open();
    boolean first = true;
    boolean typed = true;
    while (more) {
      int start = cursor.startKey();
      int end = cursor.endKey();
      if (first) {
        typed = cursor.is(start, end, KIND);
        first = false;
      }
      if (cursor.is(start, end, METADATA)) {
        return inMetadata(cursor, typed);
      }
      cursor.skipValue();
      more = cursor.more();
    }
    throw new IllegalArgumentException("no metadata in stored object");
  }

  private static int inMetadata(Cursor cursor, boolean typed) {
    boolean more = cursor.open();
    while (more) {
      int start = cursor.startKey();
      int end = cursor.endKey();
      if (typed ? !precedes(cursor, start, end) : sortsBehind(cursor, start, end)) {
        return start - 1;
      }
      cursor.skipValue();
      more = cursor.more();
    }
    return cursor.pos - 1;
  }

  private static boolean precedes(Cursor cursor, int start, int end) {
    for (byte[] name : BEFORE) {
      if (cursor.is(start, end, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sortsBehind(Cursor cursor, int start, int end) {
    return Arrays.compareUnsigned(
            cursor.data, start, end, RESOURCE_VERSION, 0, RESOURCE_VERSION.length)
        > 0;
  }

  /** Inserts the field at an offset that {@link #find} gave. */
  static Bytes insert(Bytes object, int offset, long revision) {
    byte[] in = object.array();
    boolean atEnd = in[offset] == '}';
    boolean leadingComma = atEnd && in[offset - 1] != '{';
    int digits = digits(revision);
    byte[] out = new byte[in.length + OPEN.length + digits + (atEnd && !leadingComma ? 1 : 2)];
    System.arraycopy(in, 0, out, 0, offset);
    int pos = offset;
    if (leadingComma) {
      out[pos++] = ',';
    }
    System.arraycopy(OPEN, 0, out, pos, OPEN.length);
    pos += OPEN.length;
    long rest = revision;
    for (int i = pos + digits - 1; i >= pos; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    pos += digits;
    out[pos++] = '"';
    if (!atEnd) {
      out[pos++] = ',';
    }
    System.arraycopy(in, offset, out, pos, in.length - offset);
    return Bytes.wrap(out);
  }

  private static int digits(long revision) {
    int digits = 1;
    for (long rest = revision / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
