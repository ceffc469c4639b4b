package io.jukung.raftstore.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.raftstore.PeerTls;
import io.jukung.raftstore.Peering;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members whose certificates are replaced while they run. */
@Timeout(180)
class PeerCertificatesTest {
  private static final List<String> ADDRESSES = List.of("127.0.0.1");

  @TempDir Path directory;

  private final AtomicReference<PeerTls> first = new AtomicReference<>();
  private final AtomicReference<PeerTls> second = new AtomicReference<>();

  @Test
  void aReplacedCertificateIsShownByNewConnectionsAsServerAndAsClient()
      throws IOException, GeneralSecurityException {
    Path pki = directory.resolve("pki");
    Certificates.make(pki, ADDRESSES);
    PeerTls before = Certificates.read(pki);
    first.set(before);
    second.set(before);
    String here = "127.0.0.1:" + freePort();
    String there = "127.0.0.1:" + freePort();
    Map<String, String> members = Map.of("m0", here, "m1", there);
    try (RaftStore one = open("m0", members, first::get)) {
      try (RaftStore other = open("m1", members, second::get)) {
        assertThat(one.awaitReady(Duration.ofSeconds(60))).isTrue();
        assertThat(other.awaitReady(Duration.ofSeconds(60))).isTrue();
        assertThat(shown(here, before)).isEqualTo(before.certificate());
        Certificates.sign(pki, ADDRESSES);
        PeerTls after = Certificates.read(pki);
        assertThat(after.certificate()).isNotEqualTo(before.certificate());
        first.set(after);
        assertThat(shown(here, before)).isEqualTo(after.certificate());
        assertThat(shown(there, before)).isEqualTo(before.certificate());
      }
      Path stranger = directory.resolve("stranger");
      Certificates.make(stranger, ADDRESSES);
      // What m0 shows from here on m1 does not trust, whoever connects to the other.
      PeerTls apart = Certificates.read(stranger);
      first.set(new PeerTls(before.authority(), apart.certificate(), apart.key()));
      try (RaftStore again = open("m1", members, second::get)) {
        assertThat(again.awaitReady(Duration.ofSeconds(3))).isFalse();
        first.set(before);
        assertThat(again.awaitReady(Duration.ofSeconds(60))).isTrue();
        assertThat(one.awaitReady(Duration.ofSeconds(60))).isTrue();
      }
    }
  }

  private RaftStore open(String name, Map<String, String> members, Supplier<PeerTls> tls) {
    String address = String.valueOf(members.get(name));
    return RaftStore.open(
        RaftStoreConfig.of(directory.resolve(name))
            .with(
                new Peering(
                    "127.0.0.1",
                    Integer.parseInt(address.substring(address.indexOf(':') + 1)),
                    address,
                    name,
                    members,
                    Optional.of(tls),
                    Peering.KEPT_ENTRIES,
                    Optional.empty(),
                    () -> new byte[0])));
  }

  /** The certificate a member shows to who connects now. */
  private static X509Certificate shown(String address, PeerTls own)
      throws IOException, GeneralSecurityException {
    assertThat(Welcome.ask(address, own).rest()).isEmpty(); // It lets a member in.
    int colon = address.indexOf(':');
    try (SSLSocket socket =
        (SSLSocket)
            context(own)
                .getSocketFactory()
                .createSocket("127.0.0.1", Integer.parseInt(address.substring(colon + 1)))) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLContext context(PeerTls own) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", own.authority());
    store.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
