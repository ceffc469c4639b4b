package io.jukung.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.Pki;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backend sees of this server. */
class BackendTlsTest {
  @Test
  void aRenewedIdentityIsShownByTheNextConnection(
      @TempDir Path one, @TempDir Path other, @TempDir Path server) throws Exception {
    KeyAndCertificate first = kubeletClient(one);
    KeyAndCertificate second = kubeletClient(other);
    List<KeyAndCertificate> now = new CopyOnWriteArrayList<>(List.of(first));
    BackendTls tls = BackendTls.of(Optional.of(now::getLast), List.of());
    SSLContext serving = serving(pki(server).ensure().server());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        SSLServerSocket socket =
            (SSLServerSocket)
                serving
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket.setNeedClientAuth(true);
      assertThat(shown(tls, socket, threads)).isEqualTo(first.certificate());
      now.add(second);
      serving.getServerSessionContext().setSessionTimeout(1);
      // A session that is taken up again shows what it showed before: make it another's.
      tls.context()
          .getClientSessionContext()
          .getIds()
          .asIterator()
          .forEachRemaining(
              id -> tls.context().getClientSessionContext().getSession(id).invalidate());
      assertThat(shown(tls, socket, threads)).isEqualTo(second.certificate());
    }
  }

  private static KeyAndCertificate kubeletClient(Path folder) throws Exception {
    Pki pki = pki(folder);
    var _ = pki.ensure();
    return pki.kubeletClient();
  }

  private static Pki pki(Path folder) {
    return new Pki(
        folder.resolve("pki"),
        folder.resolve("admin.kubeconfig"),
        List.of(),
        Clock.systemUTC(),
        new SecureRandom());
  }

  private static SSLContext serving(KeyAndCertificate own) throws Exception {
    java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("own", own.key(), new char[0], new Certificate[] {own.certificate()});
    var factory = javax.net.ssl.KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        factory.getKeyManagers(),
        new javax.net.ssl.TrustManager[] {
          new io.jukung.server.http.AnyClientTrustManager(List.of())
        },
        null);
    return context;
  }

  private static Certificate shown(BackendTls tls, SSLServerSocket socket, ExecutorService threads)
      throws Exception {
    Future<Certificate> seen =
        threads.submit(
            () -> {
              try (SSLSocket peer = (SSLSocket) socket.accept()) {
                peer.startHandshake();
                peer.getOutputStream().write(1);
                return peer.getSession().getPeerCertificates()[0];
              }
            });
    try (SSLSocket client =
        (SSLSocket)
            tls.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), socket.getLocalPort())) {
      client.startHandshake();
      assertThat(client.getInputStream().read()).isEqualTo(1);
    }
    return seen.get(20, TimeUnit.SECONDS);
  }
}
