package io.jukung.bench.etcd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each call on an HTTP/2 connection, with a message or with a failure. */
final class FakeEtcd implements AutoCloseable {
  private static final int PREFACE_BYTES = 24;

  private final ServerSocket server;
  private final boolean fails;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  FakeEtcd(boolean fails) throws IOException {
    this.fails = fails;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** The calls' messages, as text. */
  List<String> messages() {
    return messages;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      in.skipNBytes(PREFACE_BYTES);
      while (true) {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == FrameWriter.DATA && (flags & FrameWriter.END_STREAM) != 0) {
          messages.add(new String(payload, StandardCharsets.ISO_8859_1));
          answer(out, stream, length);
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private void answer(DataOutputStream out, int stream, int length) throws IOException {
    if (!fails) {
      frame(out, FrameWriter.DATA, 0, stream, new byte[] {0, 0, 0, 0, 2, 0x0a, 0});
    }
    frame(out, FrameWriter.HEADERS, 4 | FrameWriter.END_STREAM, stream, new byte[0]);
    byte[] room = {0, 0, (byte) (length >> 8), (byte) length};
    frame(out, FrameWriter.WINDOW_UPDATE, 0, 0, room);
    out.flush();
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(0);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
