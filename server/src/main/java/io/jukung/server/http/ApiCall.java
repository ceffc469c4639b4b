package io.jukung.server.http;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.server.request.Query;
import io.jukung.server.request.RequestInfo;
import io.jukung.server.request.RequestInfoParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the server, with what the stages of the chain have found out about
 * it. Used by the one thread that serves the request.
 */
public final class ApiCall {
  /** The call that the current thread serves. */
  static final ScopedValue<ApiCall> CURRENT = ScopedValue.newInstance();

  /** How much of a body that is too long is read before the answer. */
  private static final long MAX_SKIPPED_BODY = 16 << 20;

  /** How much of a body that nobody wants is read before a refusal. */
  private static final long MAX_UNREAD_BODY = 256 << 10;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final String path;
  private final Query query;
  private final String auditId;
  private final long arrivalNs;
  private @Nullable RequestInfo info;
  private @Nullable RequestContext context;
  private AuditTrail trail = AuditTrail.NONE;
  private boolean upgraded;
  private Runnable whenBegun = () -> {};

  ApiCall(Request request, Response response, Callback callback, String auditId, long arrivalNs) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.path = decode(request.getHttpURI().getPath());
    String raw = request.getHttpURI().getQuery();
    this.query = raw == null ? Query.EMPTY : Query.parse(raw);
    this.auditId = auditId;
    this.arrivalNs = arrivalNs;
  }

  private static String decode(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return "/";
    }
    if (path.indexOf('%') < 0) {
      return path;
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  /** The HTTP method. */
  public String method() {
    return request.getMethod();
  }

  /** The decoded path. */
  public String path() {
    return path;
  }

  /** The decoded query. */
  public Query query() {
    return query;
  }

  /** The first header {@code name}; empty when it is not there. */
  public String header(String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  /** The client's {@code User-Agent}. */
  public String userAgent() {
    return header("User-Agent");
  }

  /** The client's IP address; for a client that is no IP host, empty. */
  public String clientAddress() {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress ip
        ? ip.getAddress().getHostAddress()
        : "";
  }

  /** The host the client asked, as it names it. */
  public String host() {
    String sent = header("Host");
    String authority = request.getHttpURI().getAuthority();
    return sent.isEmpty() && authority != null ? authority : sent;
  }

  /** The encoded query as it was sent; empty without one. */
  public String rawQuery() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  /** The encoded path as it was sent. */
  public String rawPath() {
    String sent = request.getHttpURI().getPath();
    return sent == null ? "/" : sent;
  }

  /** The body as it comes in; reading blocks. */
  public InputStream bodyStream() {
    return Request.asInputStream(request);
  }

  /** Whether the connection to the client is TLS. */
  public boolean secure() {
    return request.isSecure();
  }

  /** Whether the client wants to speak another protocol on this connection. */
  public boolean upgradeRequested() {
    return rawHeaders("Connection").stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  /** Names of all headers. */
  public List<String> headerNames() {
    return List.copyOf(request.getHeaders().getFieldNamesCollection());
  }

  /** Ties everything that is said about this request together. */
  public String auditId() {
    return auditId;
  }

  /** When the request came, on {@link System#nanoTime}'s scale. */
  public long arrivalNs() {
    return arrivalNs;
  }

  /** Puts a header on the answer, whatever the answer will be. */
  public void answerHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** What the request asks for; read from its line at the first call. */
  public RequestInfo info() {
    RequestInfo known = info;
    if (known == null) {
      known = RequestInfoParser.parse(method(), path, query);
      info = known;
    }
    return known;
  }

  /** Who asks; there once the request is authenticated. */
  public RequestContext context() {
    RequestContext known = context;
    if (known == null) {
      throw new IllegalStateException("not authenticated yet");
    }
    return known;
  }

  /** Who asks, or empty before the request is authenticated. */
  public Optional<RequestContext> contextIfKnown() {
    return Optional.ofNullable(context);
  }

  /** Sets who asks. */
  public void authenticated(RequestContext context) {
    this.context = context;
  }

  /** What is written down of this request. */
  public AuditTrail trail() {
    return trail;
  }

  /**
   * Has this request written down from now on; the trail is told when the head of the answer goes
   * out.
   */
  public void follow(AuditTrail trail) {
    this.trail = trail;
    request.addHttpStreamWrapper(stream -> new AuditedStream(stream, trail));
  }

  /** Whether the connection speaks another protocol after this request. */
  public boolean upgraded() {
    return upgraded;
  }

  /** Calls {@code action} when a watch has told what is there. */
  public void whenBegun(Runnable action) {
    whenBegun = action;
  }

  /** Tells that a watch has told what is there; may be called more than once. */
  public void begun() {
    whenBegun.run();
  }

  /** Marks the connection as one that speaks another protocol from now on. */
  void upgrade() {
    upgraded = true;
  }

  /** The status of the answer so far; 0 before there is one. */
  public int answerStatus() {
    return response.getStatus();
  }

  /** How many bytes of the answer's body were written so far. */
  public long answerBytes() {
    return Response.getContentBytesWritten(response);
  }

  /** The client's addresses: those proxies tell of, then that of the connection. */
  public List<String> sourceAddresses() {
    List<String> addresses = new ArrayList<>();
    for (String address : String.join(",", rawHeaders("X-Forwarded-For")).split(",", -1)) {
      addAddress(addresses, address.strip());
    }
    addAddress(addresses, header("X-Real-Ip").strip());
    String connection = clientAddress();
    if (!connection.isEmpty() && (addresses.isEmpty() || !addresses.getLast().equals(connection))) {
      addresses.add(connection);
    }
    return addresses;
  }

  private static void addAddress(List<String> addresses, String text) {
    try {
      String address = InetAddress.ofLiteral(text).getHostAddress();
      if (!addresses.contains(address)) {
        addresses.add(address);
      }
    } catch (IllegalArgumentException e) {
      // Whoever wrote the header wrote no address.
    }
  }

  /** The client's certificates, its own first; empty without one. */
  public List<X509Certificate> clientCertificates() {
    EndPoint.SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    if (tls == null || tls.peerCertificates() == null) {
      return List.of();
    }
    Certificate[] chain = tls.peerCertificates();
    List<X509Certificate> certificates = new ArrayList<>(chain.length);
    for (Certificate certificate : chain) {
      if (certificate instanceof X509Certificate x509) {
        certificates.add(x509);
      }
    }
    return certificates;
  }

  /**
   * Reads the whole body.
   *
   * @param limit the most bytes
   * @throws StatusException 413 when it is longer
   * @throws IOException when the client stops sending
   */
  public byte[] body(int limit) throws IOException {
    try (InputStream in = Request.asInputStream(request)) {
      byte[] body = in.readNBytes(limit + 1);
      if (body.length > limit) {
        // A client still sending would not read the answer, so some of the rest is taken.
        long _ = in.skip(MAX_SKIPPED_BODY);
        throw tooLarge(limit);
      }
      return body;
    }
  }

  /**
   * Takes what the client still sends, within a bound as Go's server does: HTTP/2 cancels a stream
   * that is answered before its end, and a client that sees that first loses the answer.
   */
  void skipBody() {
    try {
      long _ = Request.asInputStream(request).skip(MAX_UNREAD_BODY);
    } catch (IOException e) {
      // It will not read the answer either.
    }
  }

  private static StatusException tooLarge(int limit) {
    return StatusException.requestEntityTooLarge("Request entity too large: limit is " + limit);
  }

  /** The connection that the request came on; equal to itself only. */
  public Object connection() {
    return request.getConnectionMetaData().getConnection();
  }

  /** Calls {@code action} with {@link #connection} when that is closed, or at once if it was. */
  public void onConnectionClosed(Consumer<Object> action) {
    Connection connection = request.getConnectionMetaData().getConnection();
    Runnable once = once(() -> action.accept(connection));
    connection.addEventListener(
        new Connection.Listener() {
          @Override
          public void onClosed(Connection closed) {
            once.run();
          }
        });
    if (!connection.getEndPoint().isOpen()) {
      once.run();
    }
  }

  private static Runnable once(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  /** What Jetty calls this request. */
  Request jettyRequest() {
    return request;
  }

  /** To be told when the answer is written. */
  Callback callback() {
    return callback;
  }

  /** What Jetty calls the answer. */
  Response jettyResponse() {
    return response;
  }

  /** Calls {@code action} when the client is found to be gone before the answer is complete. */
  public void onClientGone(Runnable action) {
    request.addFailureListener(failure -> action.run());
  }

  /** Every header {@code name} as it was sent, in order. */
  public List<String> rawHeaders(String name) {
    return request.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
  }
}
