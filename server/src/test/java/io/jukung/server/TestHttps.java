package io.jukung.server;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Servers on the loopback address that tests play others with. */
public final class TestHttps {
  private TestHttps() {}

  /**
   * Starts one on a free port.
   *
   * @param names the names and addresses in its certificate, which {@code authority} signs
   */
  public static HttpsServer start(
      CertificateAuthority authority, List<String> names, HttpHandler handler) throws Exception {
    KeyAndCertificate identity = authority.issueServer("server", names, Duration.ofDays(1));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(showing(identity), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    return server;
  }

  /** Shows one certificate to whoever connects. */
  public static KeyManager[] showing(KeyAndCertificate identity) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    return managers.getKeyManagers();
  }
}
