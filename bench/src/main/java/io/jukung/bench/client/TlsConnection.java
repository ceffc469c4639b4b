package io.jukung.bench.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One TLS connection with HTTP/1.1, read by blocking: thousands of them fit into one process, where
 * each {@link ApiClient} owns a thread. Used by one thread at a time.
 */
public final class TlsConnection implements AutoCloseable {
  private static final int BUFFER = 16 << 10;
  private static final int MAX_HEAD_LINES = 100;
  private static final int MAX_LINE = 16 << 10;

  /**
   * What was answered; the start of the body only.
   *
   * @param headers by name in lower case
   * @param length of the body in bytes, as it was sent
   */
  public record Answer(int status, Map<String, String> headers, String start, long length) {
    /** The header {@code name}, in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** Opens connections of one client, each with a full handshake. Thread-safe. */
  public record Factory(
      KubeConfig config, SSLContext tls, Duration timeout, Optional<InetAddress> from) {
    /**
     * Connections to the server of a kubeconfig.
     *
     * @param timeout the longest wait for a connection, and for each read
     * @throws IOException when the kubeconfig's certificates can't be used
     */
    public static Factory of(KubeConfig config, Duration timeout) throws IOException {
      SSLContext tls = TlsContext.of(config);
      tls.getClientSessionContext().setSessionTimeout(1);
      return new Factory(config, tls, timeout, Optional.empty());
    }

    /** The same connections, from another of this machine's addresses. */
    public Factory from(InetAddress address) {
      return new Factory(config, tls, timeout, Optional.of(address));
    }

    /** Connects. */
    public TlsConnection open() throws IOException {
      return new TlsConnection(this);
    }
  }

  private final Factory factory;
  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;

  private TlsConnection(Factory factory) throws IOException {
    this.factory = factory;
    this.socket = (SSLSocket) factory.tls.getSocketFactory().createSocket();
    try {
      int port = factory.config.server().getPort();
      int millis = (int) factory.timeout.toMillis();
      if (factory.from.isPresent()) {
        socket.bind(new InetSocketAddress(factory.from.get(), 0));
      }
      socket.connect(
          new InetSocketAddress(factory.config.server().getHost(), port < 0 ? 443 : port), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      out = socket.getOutputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Asks and reads the whole answer, which is thrown away but for its first bytes.
   *
   * @throws IOException when the connection fails; it is of no use any more
   */
  public Answer send(ApiRequest request) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(factory.config.server().getAuthority()).append("\r\n");
    request.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
    factory
        .config
        .token()
        .ifPresent(token -> head.append("Authorization: Bearer ").append(token).append("\r\n"));
    byte[] body = request.body().map(ApiRequest.Body::bytes).orElse(new byte[0]);
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    return answer();
  }

  private Answer answer() throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < MAX_HEAD_LINES; i++) {
      String line = line();
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    StringBuilder start = new StringBuilder();
    long length = 0;
    if (headers.containsKey("content-length")) {
      length = skip(Long.parseLong(headers.get("content-length")), start);
    } else if ("chunked".equals(headers.get("transfer-encoding"))) {
      long chunk;
      do {
        chunk = Long.parseLong(line(), 16);
        length += skip(chunk, start);
        line();
      } while (chunk > 0);
    }
    return new Answer(Integer.parseInt(status[1]), headers, start.toString(), length);
  }

  private long skip(long count, StringBuilder start) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = count;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the answer ended early");
      }
      if (start.isEmpty()) {
        start.append(new String(buffer, 0, Math.min(read, 500), StandardCharsets.UTF_8));
      }
      left -= read;
    }
    return count;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_LINE) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed as far as this side is concerned.
    }
  }
}
