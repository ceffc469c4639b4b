package io.jukung.registry.encryption.kms;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Protobuf of messages whose fields are strings, bytes, numbers and one map of bytes by name. */
final class Wire {
  private Wire() {}

  /** Writes fields; what is empty is left out, as proto3 does. */
  static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    Writer text(int field, String value) {
      return bytes(field, Bytes.utf8(value));
    }

    Writer bytes(int field, Bytes value) {
      return value.length() == 0 ? this : always(field, value);
    }

    private Writer always(int field, Bytes value) {
      try {
        out.writeByteArray(field, value.array());
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Writer number(int field, int value) {
      try {
        if (value != 0) {
          out.writeInt32(field, value);
        }
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A {@code map<string, bytes>}, by name. */
    Writer map(int field, Map<String, Bytes> values) {
      new TreeMap<>(values)
          .forEach(
              (name, value) -> always(field, new Writer().text(1, name).bytes(2, value).end()));
      return this;
    }

    Bytes end() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Bytes.wrap(bytes.toByteArray());
    }
  }

  /** The fields of a message. */
  static final class Reader {
    private final Map<Integer, Bytes> bytes = new HashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, Map<String, Bytes>> maps = new HashMap<>();

    /**
     * Reads a message.
     *
     * @param mapField the number of its map; 0 has none
     * @throws IOException when it is no protobuf
     */
    Reader(byte[] message, int mapField) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        switch (WireFormat.getTagWireType(tag)) {
          case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
            byte[] value = in.readByteArray();
            if (mapField != 0 && field == mapField) {
              Reader entry = new Reader(value, 0);
              maps.computeIfAbsent(field, f -> new TreeMap<>()).put(entry.text(1), entry.bytes(2));
            } else {
              bytes.put(field, Bytes.wrap(value));
            }
          }
          case WireFormat.WIRETYPE_VARINT -> numbers.put(field, in.readRawVarint64());
          default -> {
            var _ = in.skipField(tag);
          }
        }
      }
    }

    Bytes bytes(int field) {
      return bytes.getOrDefault(field, Bytes.EMPTY);
    }

    String text(int field) {
      return bytes(field).utf8();
    }

    int number(int field) {
      return numbers.getOrDefault(field, 0L).intValue();
    }

    Map<String, Bytes> map(int field) {
      return maps.getOrDefault(field, Map.of());
    }
  }
}
