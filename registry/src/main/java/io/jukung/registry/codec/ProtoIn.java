package io.jukung.registry.codec;

import io.jukung.registry.codec.value.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place in a protobuf message. Every read is checked against the message's end; failures have the
 * texts of upstream's generated code. Used by one thread.
 */
final class ProtoIn {
  private static final String END = "unexpected EOF";

  private final byte[] data;
  private final int end;
  private final int depth;
  private int pos;
  private int number;
  private int wireType;

  ProtoIn(byte[] data) {
    this(data, 0, data.length, 0);
  }

  private ProtoIn(byte[] data, int start, int end, int depth) {
    this.data = data;
    this.pos = start;
    this.end = end;
    this.depth = depth;
  }

  /** Reads the next field's tag; false at the end. */
  boolean next(String message) {
    if (pos == end) {
      return false;
    }
    long tag = varint();
    number = (int) (tag >>> 3);
    wireType = (int) tag & 7;
    if (wireType == 4) {
      throw new ValueException("proto: " + message + ": wiretype end group for non-group");
    }
    if (number <= 0) {
      throw new ValueException(
          "proto: " + message + ": illegal tag " + number + " (wire type " + tag + ")");
    }
    return true;
  }

  int number() {
    return number;
  }

  int wireType() {
    return wireType;
  }

  void expect(int type, String field) {
    if (wireType != type) {
      throw new ValueException("proto: wrong wireType = " + wireType + " for field " + field);
    }
  }

  boolean atEnd() {
    return pos == end;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (pos == end) {
        throw new ValueException(END);
      }
      byte b = data[pos++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new ValueException("proto: integer overflow");
  }

  double fixed64() {
    if (end - pos < 8) {
      throw new ValueException(END);
    }
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits |= (data[pos++] & 0xffL) << (8 * i);
    }
    return Double.longBitsToDouble(bits);
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new ValueException("proto: negative length found during unmarshaling");
    }
    if (length > end - pos) {
      throw new ValueException(END);
    }
    return (int) length;
  }

  /** The message of a field with a length. */
  ProtoIn message() {
    if (depth == JsonSyntax.MAX_DEPTH) {
      throw new ValueException("proto: exceeded max depth");
    }
    int length = length();
    ProtoIn inner = new ProtoIn(data, pos, pos + length, depth + 1);
    pos += length;
    return inner;
  }

  byte[] bytes() {
    int length = length();
    pos += length;
    return Arrays.copyOfRange(data, pos - length, pos);
  }

  String string() {
    int length = length();
    pos += length;
    return new String(data, pos - length, length, StandardCharsets.UTF_8);
  }

  /** Steps over the value of the current field. */
  void skip() {
    int groups = 0;
    do {
      switch (wireType) {
        case 0 -> varint();
        case 1 -> skip(8);
        case 2 -> skip(length());
        case 3 -> groups++;
        case 4 -> {
          if (groups == 0) {
            throw new ValueException("proto: unexpected end of group");
          }
          groups--;
        }
        case 5 -> skip(4);
        default -> throw new ValueException("proto: illegal wireType " + wireType);
      }
      if (groups > 0) {
        wireType = (int) varint() & 7;
      }
    } while (groups > 0 || wireType == 3);
  }

  private void skip(int bytes) {
    if (end - pos < bytes) {
      throw new ValueException(END);
    }
    pos += bytes;
  }
}
