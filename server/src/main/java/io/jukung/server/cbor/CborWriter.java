package io.jukung.server.cbor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes CBOR as upstream's encoder does: text as byte strings, numbers in the least bytes that
 * hold their value, map keys sorted by their encoding. Not thread-safe.
 */
final class CborWriter {
  /** The tag that marks what follows as CBOR; all that is sent begins with it. */
  static final byte[] SELF_DESCRIBED = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7};

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int FALSE = 0xf4;
  private static final int TRUE = 0xf5;
  private static final int NULL = 0xf6;
  private static final int HALF = 0xf9;
  private static final int SINGLE = 0xfa;
  private static final int DOUBLE = 0xfb;
  private static final int OPEN_ARRAY = 0x9f;
  private static final int OPEN_MAP = 0xbf;
  private static final int BREAK = 0xff;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

  /** What was written since the last call. */
  byte[] take() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  void selfDescribed() {
    out.writeBytes(SELF_DESCRIBED);
  }

  /** A map whose number of fields is not known; ended by {@link #end}. */
  void openMap() {
    out.write(OPEN_MAP);
  }

  /** An array whose number of elements is not known; ended by {@link #end}. */
  void openArray() {
    out.write(OPEN_ARRAY);
  }

  void end() {
    out.write(BREAK);
  }

  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> map(node);
      case ARRAY -> {
        head(ARRAY, node.size());
        node.forEach(this::value);
      }
      case STRING -> text(node.textValue());
      case BOOLEAN -> out.write(node.booleanValue() ? TRUE : FALSE);
      case NUMBER -> number(node);
      default -> out.write(NULL);
    }
  }

  private void map(JsonNode node) {
    List<Map.Entry<byte[], JsonNode>> fields = new ArrayList<>(node.size());
    node.properties()
        .forEach(
            f -> fields.add(Map.entry(f.getKey().getBytes(StandardCharsets.UTF_8), f.getValue())));
    // The length stands in front, so shorter keys sort first.
    fields.sort(
        Comparator.<Map.Entry<byte[], JsonNode>>comparingInt(f -> f.getKey().length)
            .thenComparing(Map.Entry::getKey, Arrays::compareUnsigned));
    head(MAP, fields.size());
    for (Map.Entry<byte[], JsonNode> field : fields) {
      bytes(field.getKey());
      value(field.getValue());
    }
  }

  private void bytes(byte[] bytes) {
    head(BYTES, bytes.length);
    out.writeBytes(bytes);
  }

  private void number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long value = node.longValue();
      head(value < 0 ? NEGATIVE : UNSIGNED, value < 0 ? -1 - value : value);
    } else {
      real(node.doubleValue());
    }
  }

  private void real(double value) {
    float single = (float) value;
    short half = Float.floatToFloat16(single);
    if (single != value) {
      out.write(DOUBLE);
      fixed(Double.doubleToLongBits(value), Long.BYTES);
    } else if (Float.float16ToFloat(half) != single) {
      out.write(SINGLE);
      fixed(Float.floatToIntBits(single), Integer.BYTES);
    } else {
      out.write(HALF);
      fixed(half, Short.BYTES);
    }
  }

  /** A type and its count or value, in the least bytes. */
  private void head(int major, long value) {
    int type = major << 5;
    if (value < 24) {
      out.write(type | (int) value);
    } else if (value < 1L << 8) {
      out.write(type | 24);
      fixed(value, 1);
    } else if (value < 1L << 16) {
      out.write(type | 25);
      fixed(value, 2);
    } else if (value < 1L << 32) {
      out.write(type | 26);
      fixed(value, 4);
    } else {
      out.write(type | 27);
      fixed(value, 8);
    }
  }

  private void fixed(long value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift) & 0xff);
    }
  }
}
