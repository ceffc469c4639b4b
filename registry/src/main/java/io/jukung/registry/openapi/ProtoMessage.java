package io.jukung.registry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A protobuf message under construction; empty texts and false flags are left out, as in proto3.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ProtoMessage text(int number, JsonNode value) {
    return text(number, value.asText(""));
  }

  ProtoMessage text(int number, String value) {
    return value.isEmpty() ? this : bytes(number, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoMessage texts(int number, JsonNode values) {
    for (JsonNode value : values) {
      bytes(number, value.asText().getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  ProtoMessage flag(int number, JsonNode value) {
    if (value.asBoolean()) {
      varint(number << 3 | VARINT);
      varint(1);
    }
    return this;
  }

  ProtoMessage message(int number, ProtoMessage value) {
    return bytes(number, value.bytes());
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private ProtoMessage bytes(int number, byte[] value) {
    varint(number << 3 | LENGTH);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
