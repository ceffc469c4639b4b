package io.jukung.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.server.TestHttps;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.ClientIdentity;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.OwnIdentities;
import io.jukung.server.pki.PemFiles;
import io.jukung.server.pki.Pki;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kubelet or an extension server is shown after the server's certificates were renewed. */
class RenewedIdentityTest {
  @TempDir private Path folder;
  private Instant now = Instant.now().minus(Duration.ofDays(300));

  /** The authority that client certificates of the kind are of, as a server trusting it alone. */
  private SSLServerSocket server(String authorityFile) throws Exception {
    CertificateAuthority own =
        CertificateAuthority.create("s", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    KeyAndCertificate identity = own.issueServer("s", List.of("127.0.0.1"), Duration.ofDays(1));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca", PemFiles.readCertificates(folder.resolve("pki").resolve(authorityFile)).getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(TestHttps.showing(identity), trust.getTrustManagers(), null);
    SSLServerSocket socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return socket;
  }

  /** The certificate shown in one connection, which is closed again. */
  private static X509Certificate shown(SSLServerSocket server, BackendTls tls) throws Exception {
    FutureTask<X509Certificate> seen =
        new FutureTask<>(
            () -> {
              try (SSLSocket accepted = (SSLSocket) server.accept()) {
                accepted.getOutputStream().write(1);
                return (X509Certificate) accepted.getSession().getPeerCertificates()[0];
              }
            });
    Thread.ofVirtual().start(seen);
    try (SSLSocket socket =
        (SSLSocket)
            tls.context().getSocketFactory().createSocket("127.0.0.1", server.getLocalPort())) {
      assertThat(socket.getInputStream().read()).isEqualTo(1);
    }
    return seen.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "front-proxy-ca.crt"})
  void theNextConnectionShowsTheRenewedCertificate(String authority) throws Exception {
    Pki pki = new Pki(folder.resolve("pki"), folder, List.of(), () -> now, new SecureRandom());
    var _ = pki.ensure();
    OwnIdentities identities = OwnIdentities.of(pki);
    ClientIdentity who =
        authority.equals("ca.crt") ? identities.kubelet() : identities.frontProxy();
    BackendTls tls = BackendTls.of(Optional.of(who), List.of());
    try (SSLServerSocket server = server(authority)) {
      X509Certificate first = shown(server, tls);
      assertThat(shown(server, tls)).isEqualTo(first);
      now = Instant.now();
      identities.renew(pki);
      X509Certificate second = shown(server, tls);
      assertThat(second).isEqualTo(who.current().certificate()).isNotEqualTo(first);
    }
  }
}
