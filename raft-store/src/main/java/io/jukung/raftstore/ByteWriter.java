package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.util.Arrays;

/** A growing byte array with the primitives of this store's own formats. Not thread-safe. */
final class ByteWriter {
  private byte[] array;
  private int length;

  private final boolean counts;

  ByteWriter(int capacity) {
    this(capacity, false);
  }

  private ByteWriter(int capacity, boolean counts) {
    array = new byte[capacity];
    this.counts = counts;
  }

  /** One that keeps nothing and only says how long it would all be. */
  static ByteWriter counting() {
    return new ByteWriter(0, true);
  }

  ByteWriter u8(int value) {
    if (room(1)) {
      array[length++] = (byte) value;
    }
    return this;
  }

  /** Eight bytes, big-endian, so that byte order is number order for numbers of 0 or more. */
  ByteWriter u64(long value) {
    if (room(8)) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        array[length++] = (byte) (value >>> shift);
      }
    }
    return this;
  }

  /** A number of 0 or more in seven-bit groups, lowest first. */
  ByteWriter number(long value) {
    if (room(numberBytes(value))) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        array[length++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      array[length++] = (byte) rest;
    }
    return this;
  }

  /** How many bytes {@link #number} takes for a number of 0 or more. */
  static int numberBytes(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  ByteWriter raw(byte[] bytes) {
    if (room(bytes.length)) {
      System.arraycopy(bytes, 0, array, length, bytes.length);
      length += bytes.length;
    }
    return this;
  }

  /** The bytes with their length before them. */
  ByteWriter bytes(Bytes bytes) {
    return number(bytes.length()).raw(bytes.array());
  }

  int length() {
    return length;
  }

  byte[] toArray() {
    return array.length == length ? array : Arrays.copyOf(array, length);
  }

  /** Makes room; false when nothing is to be written, only counted. */
  private boolean room(int more) {
    if (counts) {
      length += more;
      return false;
    }
    if (length + more > array.length) {
      array = Arrays.copyOf(array, Math.max(length + more, array.length * 2));
    }
    return true;
  }
}
