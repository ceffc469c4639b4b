package io.jukung.server.http;

import io.jukung.server.serving.ServingKeys;
import java.io.IOException;
import java.net.BindException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty with one TLS connector for HTTP/1.1 and HTTP/2. Client certificates are asked for and
 * handed on unverified: what they are worth is the authenticator's business, and a bad one must get
 * an answer and not a broken handshake.
 *
 * <p>Threads: a pool of platform threads for selectors, acceptors and short tasks; every request on
 * a virtual thread; handshakes, too, but on half of the processors at once ({@link
 * HandshakeTurns}).
 */
public final class JettyServer {
  /** A connection without a request is closed after this long; Go's server keeps it 90 s. */
  private static final Duration IDLE = Duration.ofMinutes(3);

  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final int STREAM_WINDOW_BYTES = 256 << 10;
  private static final int SESSION_WINDOW_BYTES = 4 << 20;
  private static final int MAX_THREADS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

  private final Server server;
  private final ServerConnector connector;

  /**
   * Where to listen, and for how many.
   *
   * @param address the address to listen on
   * @param port the port, or 0 for a free one
   * @param connections the most that are open at once
   * @param streamsPerConnection the most requests under way on one HTTP/2 connection
   * @param tls which TLS is spoken
   */
  public record Place(
      String address, int port, int connections, int streamsPerConnection, TlsRules tls) {}

  /**
   * A server that is not started yet.
   *
   * @param place where to listen, and for how many
   * @param keys what the server shows
   * @param trust what client certificates are announced and handed on by
   */
  public JettyServer(
      Place place,
      ServingKeys keys,
      AnyClientTrustManager trust,
      Handler handler,
      Duration stopTimeout)
      throws GeneralSecurityException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("jetty");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    server = new Server(threads);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    tls.setWantClientAuth(true);
    place.tls().apply(tls);
    HttpConfiguration http = httpConfiguration();
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(place.streamsPerConnection());
    http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
    http2.setInitialSessionRecvWindow(SESSION_WINDOW_BYTES);
    http2.setStreamIdleTimeout(0);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol("http/1.1");
    connector =
        new ServerConnector(
            server, 1, 2, new TurnTakingTls(tls, keys, alpn.getProtocol()), alpn, http2, http1);
    connector.setHost(place.address());
    connector.setPort(place.port());
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(place.connections(), connector));
    server.setHandler(handler);
    server.setStopTimeout(stopTimeout.toMillis());
  }

  private static HttpConfiguration httpConfiguration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    // Each HTTP/1.1 connection would keep a table of its headers, of 100 KB however few they are:
    // 2,000 clients would fill 200 MB with what is gone through in a microsecond anew.
    http.setHeaderCacheSize(0);
    http.setHttpCompliance(HttpCompliance.RFC7230);
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.addCustomizer(new SecureRequestCustomizer(false));
    return http;
  }

  /**
   * Opens the port and starts to serve.
   *
   * @throws BindException when the port is taken
   */
  public void start() throws Exception {
    try {
      server.start();
    } catch (IOException e) {
      server.stop();
      if (e.getCause() instanceof BindException bind) {
        throw bind;
      }
      throw e;
    }
  }

  /** The port that is open. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Takes no new connections, lets requests finish within the stop timeout, and stops. */
  public void stop() {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("requests were cut off when the server stopped", e);
    }
  }
}
