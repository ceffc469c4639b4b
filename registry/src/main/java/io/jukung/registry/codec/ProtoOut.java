package io.jukung.registry.codec;

import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer that takes a protobuf message from its end to its start, as upstream's generated code
 * writes: a message's length is known when it is due, so nothing is measured beforehand.
 */
final class ProtoOut {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;

  private byte[] buffer;
  private int start;

  ProtoOut(int capacity) {
    buffer = new byte[capacity];
    start = capacity;
  }

  /** How much was written so far; the difference of two marks is a length. */
  int mark() {
    return buffer.length - start;
  }

  Bytes bytes() {
    return Bytes.wrap(Arrays.copyOfRange(buffer, start, buffer.length));
  }

  private void ensure(int more) {
    if (start < more) {
      int used = buffer.length - start;
      byte[] larger = new byte[Math.max(buffer.length * 2, used + more)];
      System.arraycopy(buffer, start, larger, larger.length - used, used);
      start = larger.length - used;
      buffer = larger;
    }
  }

  void raw(byte[] bytes) {
    ensure(bytes.length);
    start -= bytes.length;
    System.arraycopy(bytes, 0, buffer, start, bytes.length);
  }

  void varint(long value) {
    int size = varintSize(value);
    ensure(size);
    start -= size;
    long rest = value;
    for (int i = start; i < start + size - 1; i++) {
      buffer[i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[start + size - 1] = (byte) rest;
  }

  static int varintSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  void tag(int number, int wireType) {
    varint((long) number << 3 | wireType);
  }

  void varintField(int number, long value) {
    varint(value);
    tag(number, VARINT);
  }

  void doubleField(int number, double value) {
    ensure(8);
    start -= 8;
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 8; i++) {
      buffer[start + i] = (byte) (bits >>> (8 * i));
    }
    tag(number, FIXED64);
  }

  void bytesField(int number, byte[] value) {
    raw(value);
    varint(value.length);
    tag(number, LENGTH);
  }

  void stringField(int number, String value) {
    bytesField(number, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends, that is opens, a message whose fields were written since {@code mark}. */
  void message(int number, int mark) {
    varint(mark() - mark);
    tag(number, LENGTH);
  }
}
