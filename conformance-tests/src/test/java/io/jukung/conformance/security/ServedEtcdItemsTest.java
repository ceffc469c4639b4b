package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.conformance.cluster.FreePort;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The etcd API, which {@code --serve-etcd} opens: who is let in, and by whose certificates. */
class ServedEtcdItemsTest {
  private static TestCluster cluster;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    port = FreePort.find();
    cluster = TestCluster.startOwn("--serve-etcd", "127.0.0.1:" + port);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private static X509Certificate authority(String folder) throws IOException {
    Path pki = cluster.dataDir().resolve("pki");
    return PemFiles.readCertificates(pki.resolve(folder).resolve("ca.crt")).getFirst();
  }

  @Test
  void itsAuthorityIsItsOwn() throws Exception {
    X509Certificate own = authority("etcd");
    assertThat(own.getPublicKey()).isNotEqualTo(authority("").getPublicKey());
    X509Certificate server =
        PemFiles.readCertificates(cluster.dataDir().resolve("pki/etcd/server.crt")).getFirst();
    server.verify(own.getPublicKey());
    assertThat(server.getPublicKey()).isNotEqualTo(own.getPublicKey());
  }

  /** The handshake ends when no certificate is shown; the first bytes read say so. */
  @Test
  void strangersAreNotServed() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority("etcd"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    assertThatThrownBy(
            () -> {
              try (SSLSocket socket =
                  (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
                var parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2"});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                if (socket.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              }
            })
        .isInstanceOf(IOException.class);
  }
}
