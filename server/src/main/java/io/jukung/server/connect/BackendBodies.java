package io.jukung.server.connect;

import io.jukung.server.response.ApiResponse.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bodies of HTTP/1.1: by length, in chunks, or to the end of the connection. */
final class BackendBodies {
  private static final int BUFFER_BYTES = 32 << 10;
  private static final byte[] LINE_END = {'\r', '\n'};

  private BackendBodies() {}

  /** Sends a request's head and body. */
  static void send(
      BackendConnection connection,
      String method,
      String target,
      List<Header> headers,
      Optional<InputStream> body)
      throws IOException {
    boolean sized =
        headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Content-Length"));
    if (body.isEmpty() || sized) {
      connection.request(method, target, headers);
      if (body.isPresent()) {
        var _ = body.get().transferTo(connection.out());
      }
      return;
    }
    InputStream in = body.get();
    byte[] buffer = new byte[BUFFER_BYTES];
    int read = in.read(buffer);
    if (read < 0) {
      connection.request(method, target, headers);
      return;
    }
    List<Header> chunked = new ArrayList<>(headers);
    chunked.add(new Header("Transfer-Encoding", "chunked"));
    connection.request(method, target, chunked);
    try (InputStream all = new SequenceInputStream(new ByteArrayInputStream(buffer, 0, read), in)) {
      chunks(all, connection.out());
    }
  }

  private static void chunks(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (read > 0) {
        out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(buffer, 0, read);
        out.write(LINE_END);
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The body of an answer.
   *
   * @param whole run once all of it has been read and the connection may serve again
   */
  static InputStream receive(
      BackendConnection connection, String method, BackendConnection.Head head, Runnable whole)
      throws IOException {
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      whole.run();
      return InputStream.nullInputStream();
    }
    if (head.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
      return new Chunked(connection, whole);
    }
    Optional<String> length = head.header("Content-Length");
    try {
      long left = length.isPresent() ? Long.parseLong(length.get()) : -1;
      if (left == 0) {
        whole.run();
        return InputStream.nullInputStream();
      }
      return new Sized(connection, left, whole);
    } catch (NumberFormatException e) {
      throw new IOException("bad Content-Length", e);
    }
  }

  /** What both forms share: closing early closes the connection. Used by one thread. */
  private abstract static class Body extends InputStream {
    final BackendConnection connection;
    private final Runnable whole;
    private boolean ended;

    Body(BackendConnection connection, Runnable whole) {
      this.connection = connection;
      this.whole = whole;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      int read = more(bytes, offset, length);
      if (read < 0) {
        ended = true;
        whole.run();
      }
      return read;
    }

    /** Reads some; -1 at the proper end. */
    abstract int more(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        connection.close();
      }
    }
  }

  /** A body of known length, or to the end of the connection when {@code left} is negative. */
  private static final class Sized extends Body {
    private long left;

    Sized(BackendConnection connection, long left, Runnable whole) {
      super(connection, left < 0 ? connection::close : whole);
      this.left = left;
    }

    @Override
    int more(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int most = left < 0 ? length : (int) Math.min(length, left);
      int read = connection.in().read(bytes, offset, most);
      if (left > 0) {
        if (read < 0) {
          throw new IOException("unexpected EOF");
        }
        left -= read;
      }
      return read;
    }
  }

  private static final class Chunked extends Body {
    private long left;
    private boolean first = true;

    Chunked(BackendConnection connection, Runnable whole) {
      super(connection, whole);
    }

    @Override
    int more(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0 && !nextChunk()) {
        return -1;
      }
      int read = connection.in().read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new IOException("unexpected EOF");
      }
      left -= read;
      return read;
    }

    private boolean nextChunk() throws IOException {
      if (!first) {
        var _ = connection.line();
      }
      first = false;
      try {
        left = Long.parseLong(connection.line().split(";", 2)[0].strip(), 16);
      } catch (NumberFormatException e) {
        throw new IOException("malformed chunked encoding", e);
      }
      if (left < 0) {
        throw new IOException("malformed chunked encoding");
      }
      if (left == 0) {
        while (!connection.line().isEmpty()) {
          // Trailers are not passed on.
        }
      }
      return left > 0;
    }
  }
}
