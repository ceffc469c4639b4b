package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Fails with {@link IllegalStateException} on bytes it can't
 * have written. Not thread-safe.
 */
final class ByteReader {
  private final byte[] array;
  private int position;

  ByteReader(byte[] array) {
    this(array, 0);
  }

  /** Reads from a position on. */
  ByteReader(byte[] array, int position) {
    this.array = array;
    this.position = position;
  }

  int u8() {
    need(1);
    return array[position++] & 0xff;
  }

  long u64() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (array[position++] & 0xff);
    }
    return value;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int group = u8();
      value |= (long) (group & 0x7f) << shift;
      if (group < 0x80) {
        return value;
      }
    }
    throw new IllegalStateException("number without end at byte " + position);
  }

  /** A count of things that take at least a byte each. */
  int count() {
    long count = number();
    if (count < 0 || count > array.length - position) {
      throw new IllegalStateException("count " + count + " beyond the end at byte " + position);
    }
    return (int) count;
  }

  Bytes bytes() {
    int length = count();
    position += length;
    return Bytes.wrap(Arrays.copyOfRange(array, position - length, position));
  }

  Bytes rest() {
    int start = position;
    position = array.length;
    return Bytes.wrap(Arrays.copyOfRange(array, start, array.length));
  }

  void end() {
    if (position != array.length) {
      throw new IllegalStateException("bytes left over at " + position + " of " + array.length);
    }
  }

  private void need(int count) {
    if (position + count > array.length) {
      throw new IllegalStateException("ends early at byte " + position);
    }
  }
}
