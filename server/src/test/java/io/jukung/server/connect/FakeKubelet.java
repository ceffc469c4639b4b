package io.jukung.server.connect;

import io.jukung.server.pki.KeyAndCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A kubelet without containers: a real HTTPS server that wants the API server's client certificate,
 * runs commands on this machine, and speaks SPDY as kubelets do.
 */
public final class FakeKubelet implements AutoCloseable {
  private final SSLServerSocket server;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> logLines = new LinkedBlockingQueue<>();

  /** A request's head. */
  record Request(
      String method, String path, Map<String, List<String>> query, Map<String, String> headers) {
    boolean has(String name) {
      return query.containsKey(name);
    }
  }

  /**
   * Starts one on a free port of all addresses.
   *
   * @param clients who signs the certificates of those who may call
   */
  public FakeKubelet(KeyAndCertificate identity, X509Certificate clients) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", clients);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("0.0.0.0"));
    server.setNeedClientAuth(true);
    Thread.ofVirtual().name("kubelet").start(this::accept);
  }

  /** The port. */
  public int port() {
    return server.getLocalPort();
  }

  /** The next request that came: method, target and who called. */
  public String nextRequest() throws InterruptedException {
    return requests.take();
  }

  /** Lets those who follow a log see one more line; the empty line ends the log. */
  public void log(String line) {
    logLines.add(line);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        Thread.ofVirtual().name("kubelet-connection").start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      String caller = socket.getSession().getPeerPrincipal().getName();
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      Request request = head(in, caller);
      String kind = request.path().split("/", -1)[1];
      switch (kind) {
        case "containerLogs" -> logs(request, out);
        case "exec", "attach" -> {
          upgrade(request, out);
          new FakeExec(request, new FakeSpdy(in, out)).run();
        }
        case "portForward" -> {
          upgrade(request, out);
          new FakePortForward(new FakeSpdy(in, out)).run();
        }
        case "redirect" -> out.write(text("302 Found", "Location: /stats\r\n", ""));
        default ->
            out.write(
                text(
                    "200 OK",
                    "Content-Type: text/plain\r\nX-Auth: "
                        + request.headers().getOrDefault("authorization", "none")
                        + "\r\n",
                    request.method() + " " + request.path()));
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private Request head(InputStream in, String caller) throws IOException {
    String[] first = line(in).split(" ", -1);
    requests.add(first[0] + " " + first[1] + " " + caller);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + "," + b);
    }
    URI target = URI.create(first[1]);
    Map<String, List<String>> query = new TreeMap<>();
    String raw = target.getRawQuery();
    for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query
          .computeIfAbsent(pair[0], _ -> new ArrayList<>())
          .add(URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8));
    }
    return new Request(first[0], String.valueOf(target.getPath()), query, headers);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("end of connection");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static byte[] text(String status, String headers, String body) {
    return ("HTTP/1.1 "
            + status
            + "\r\n"
            + headers
            + "Connection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void logs(Request request, OutputStream out) throws IOException {
    if (!request.has("follow")) {
      out.write(text("200 OK", "", "one\ntwo\n"));
      return;
    }
    out.write(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    try {
      for (String line = logLines.take(); !line.isEmpty(); line = logLines.take()) {
        String chunk = Integer.toHexString(line.length() + 1) + "\r\n" + line + "\n\r\n";
        out.write(chunk.getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void upgrade(Request request, OutputStream out) throws IOException {
    String offered = request.headers().getOrDefault("x-stream-protocol-version", "");
    String chosen =
        List.of(offered.split(",", -1)).contains("v4.channel.k8s.io")
            ? "v4.channel.k8s.io"
            : "portforward.k8s.io";
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                + "X-Stream-Protocol-Version: "
                + chosen
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A port of this machine as a stream of a port-forward. */
  private static final class FakePortForward implements FakeSpdy.Handler {
    private final FakeSpdy spdy;
    private final Map<Integer, Socket> ports = new TreeMap<>();

    FakePortForward(FakeSpdy spdy) {
      this.spdy = spdy;
    }

    void run() throws IOException {
      spdy.read(this);
    }

    @Override
    public void opened(int stream, Map<String, String> headers) throws IOException {
      if (headers.getOrDefault("streamtype", "").equals("error")) {
        spdy.data(stream, new byte[0], 0, true);
        return;
      }
      Socket port =
          new Socket(
              InetAddress.ofLiteral("127.0.0.1"),
              Integer.parseInt(headers.getOrDefault("port", "")));
      ports.put(stream, port);
      InputStream from = port.getInputStream();
      Thread.ofVirtual().start(() -> spdy.pump(from, stream));
    }

    @Override
    public void data(int stream, byte[] bytes, boolean last) throws IOException {
      Socket port = ports.get(stream);
      if (port != null) {
        port.getOutputStream().write(bytes);
        if (last) {
          port.shutdownOutput();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
