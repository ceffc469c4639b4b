package io.jukung.server.connect;

import io.jukung.server.response.ApiResponse.Header;
import io.jukung.server.response.Duplex;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a backend that is to leave HTTP: one request's head is written, one answer's head
 * is read, and then it is bytes. One thread reads, another may write.
 */
public final class BackendConnection implements Duplex {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_HEAD_BYTES = 64 << 10;
  private static final int BUFFER_BYTES = 32 << 10;

  /** The head of an answer. */
  public record Head(int status, List<Header> headers) {
    /** The first header of this name; names differ by more than case. */
    public Optional<String> header(String name) {
      return headers.stream()
          .filter(header -> header.name().equalsIgnoreCase(name))
          .map(Header::value)
          .findFirst();
    }

    /** Whether the connection now speaks the protocol that was asked for. */
    boolean upgraded(String protocol) {
      return status == 101
          && header("Connection").orElse("").toLowerCase(Locale.ROOT).contains("upgrade")
          && header("Upgrade").orElse("").equalsIgnoreCase(protocol);
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private BackendConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    this.out = socket.getOutputStream();
  }

  /**
   * Connects.
   *
   * @throws IOException with Go's text, as clients see it
   */
  static BackendConnection open(Backend backend) throws IOException {
    Socket plain = new Socket();
    try {
      connect(plain, backend);
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      if (!backend.secure()) {
        return new BackendConnection(plain);
      }
      SSLSocket tls =
          (SSLSocket)
              backend
                  .trust()
                  .context()
                  .getSocketFactory()
                  .createSocket(
                      plain,
                      backend.trust().serverName().orElse(backend.host()),
                      backend.port(),
                      true);
      SSLParameters parameters = tls.getSSLParameters();
      backend.trust().configure(parameters);
      tls.setSSLParameters(parameters);
      tls.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
      tls.startHandshake();
      return new BackendConnection(tls);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static void connect(Socket socket, Backend backend) throws IOException {
    InetSocketAddress address =
        backend
            .address()
            .map(known -> new InetSocketAddress(known, backend.port()))
            .orElseGet(() -> new InetSocketAddress(backend.host(), backend.port()));
    if (address.isUnresolved()) {
      throw new IOException("dial tcp: lookup " + backend.host() + ": no such host");
    }
    try {
      socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
    } catch (ConnectException e) {
      throw new IOException("dial tcp " + backend.authority() + ": connect: connection refused", e);
    } catch (SocketTimeoutException e) {
      throw new IOException("dial tcp " + backend.authority() + ": i/o timeout", e);
    }
  }

  /** Sends the head of a request that has no body. */
  void request(String method, String target, List<Header> headers) throws IOException {
    StringBuilder head = new StringBuilder(512);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads the head of the answer; what follows is left to be read. */
  Head head() throws IOException {
    return head(HEAD_TIMEOUT);
  }

  /** Reads the head of the answer within a time; zero is any time. */
  Head head(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
    String[] status = line().split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
      throw new IOException("malformed HTTP response");
    }
    List<Header> headers = new ArrayList<>();
    int size = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      size += line.length();
      int colon = line.indexOf(':');
      if (colon <= 0 || size > MAX_HEAD_BYTES) {
        throw new IOException("malformed HTTP response");
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    socket.setSoTimeout(0);
    try {
      return new Head(Integer.parseInt(status[1]), headers);
    } catch (NumberFormatException e) {
      throw new IOException("malformed HTTP response", e);
    }
  }

  /** Bounds how long each read waits from now on; zero is any time. */
  void readWithin(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
  }

  /** A line of the head or of chunked encoding. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > MAX_HEAD_BYTES) {
        throw new IOException("unexpected EOF");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The first bytes of the body of an answer that is no upgrade. */
  byte[] body(Head head, int limit) throws IOException {
    socket.setSoTimeout((int) HEAD_TIMEOUT.toMillis());
    try (InputStream body = BackendBodies.receive(this, "GET", head, this::close)) {
      return body.readNBytes(limit);
    }
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
