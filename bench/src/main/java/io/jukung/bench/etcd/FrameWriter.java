package io.jukung.bench.etcd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The HTTP/2 frames this client sends (RFC 9113), gathered until they are flushed. One thread. */
final class FrameWriter {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int BIG_WINDOW = 1 << 30;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final byte[] firstHeaders;
  private final byte[] laterHeaders;
  private boolean begun;

  /** Writes calls of one gRPC method. */
  FrameWriter(String scheme, String authority, String path) {
    // Static table: 3 is ":method: POST", 6 and 7 the schemes, 4 ":path", 1 ":authority", 31
    // "content-type". What is added to the dynamic table is 62 for the newest.
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.write(0x80 | 3);
    first.write(0x80 | (scheme.equals("https") ? 7 : 6));
    named(first, 4, path);
    named(first, 1, authority);
    named(first, 31, "application/grpc");
    first.write(0x40);
    text(first, "te");
    text(first, "trailers");
    firstHeaders = first.toByteArray();
    laterHeaders =
        new byte[] {
          (byte) (0x80 | 3),
          firstHeaders[1],
          (byte) (0x80 | 65),
          (byte) (0x80 | 64),
          (byte) (0x80 | 63),
          (byte) (0x80 | 62)
        };
  }

  /** The greeting: no pushes, no table for answers' headers, all the room an answer may want. */
  void begin() {
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    head(18, SETTINGS, 0, 0);
    setting(1, 0);
    setting(2, 0);
    setting(4, BIG_WINDOW);
    windowUpdate(BIG_WINDOW);
  }

  void settingsAck() {
    head(0, SETTINGS, ACK, 0);
  }

  void pingAck(byte[] buffer, int offset) {
    head(8, PING, ACK, 0);
    out.write(buffer, offset, 8);
  }

  /** Gives back room on the connection. */
  void windowUpdate(int bytes) {
    head(4, WINDOW_UPDATE, 0, 0);
    number(bytes);
  }

  /** Writes a put; returns how many bytes of the send window it takes. */
  int put(int stream, byte[] key, byte[] values, int valueAt, int valueBytes) {
    byte[] headers = begun ? laterHeaders : firstHeaders;
    begun = true;
    head(headers.length, HEADERS, END_HEADERS, stream);
    out.writeBytes(headers);
    int message = 2 + varintBytes(key.length) + key.length + varintBytes(valueBytes) + valueBytes;
    head(message + 5, DATA, END_STREAM, stream);
    out.write(0);
    number(message);
    out.write(1 << 3 | 2);
    varint(key.length);
    out.writeBytes(key);
    out.write(2 << 3 | 2);
    varint(valueBytes);
    out.write(values, valueAt, valueBytes);
    return message + 5;
  }

  void flush(OutputStream to) throws IOException {
    if (out.size() > 0) {
      out.writeTo(to);
      to.flush();
      out.reset();
    }
  }

  private void head(int length, int type, int flags, int stream) {
    out.write(length >> 16);
    out.write(length >> 8);
    out.write(length);
    out.write(type);
    out.write(flags);
    number(stream);
  }

  private void setting(int id, int value) {
    out.write(id >> 8);
    out.write(id);
    number(value);
  }

  private void number(int value) {
    out.write(value >> 24);
    out.write(value >> 16);
    out.write(value >> 8);
    out.write(value);
  }

  private void varint(int value) {
    int left = value;
    while (left > 0x7f) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  private static int varintBytes(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** A header with a name of the static table, added to the dynamic one. */
  private static void named(ByteArrayOutputStream block, int index, String value) {
    block.write(0x40 | index);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String value) {
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }
}
