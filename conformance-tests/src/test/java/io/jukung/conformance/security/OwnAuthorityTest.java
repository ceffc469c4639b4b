package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.Person;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A server whose operator brings the authority: {@code DIR/pki/ca.crt} and {@code ca.key}. */
class OwnAuthorityTest {
  private final CertificateAuthority given;

  OwnAuthorityTest() throws GeneralSecurityException, IOException {
    given =
        CertificateAuthority.create(
            "the operator's", Duration.ofDays(400), Clock.systemUTC(), new SecureRandom());
  }

  @Test
  void itServesByTheGivenAuthorityAndRotatesByIt() throws Exception {
    try (TestCluster cluster =
        TestCluster.startIn(dataDir -> write(dataDir.resolve("pki"), "ca", given.own()))) {
      X509Certificate first = shown(cluster);
      first.verify(given.own().certificate().getPublicKey());
      clientsOfItAreUsers(cluster);
      cluster.kill();

      // A certificate that ends within 90 days is due.
      Path pki = cluster.dataDir().resolve("pki");
      write(pki, "apiserver", given.issueServer("due", List.of("127.0.0.1"), Duration.ofDays(2)));
      cluster.restart();
      X509Certificate second = shown(cluster);
      second.verify(given.own().certificate().getPublicKey());
      assertThat(second.getSubjectX500Principal()).isEqualTo(first.getSubjectX500Principal());
      assertThat(second.getNotAfter()).isAfterOrEqualTo(first.getNotAfter());
      clientsOfItAreUsers(cluster);
      assertThat(PemFiles.readCertificates(pki.resolve("ca.crt")))
          .containsExactly(given.own().certificate());
      assertThat(PemFiles.readPrivateKey(pki.resolve("ca.key"))).isEqualTo(given.own().key());
    }
  }

  /** The kubeconfigs trust it, and who has a certificate of it is known by his name. */
  private void clientsOfItAreUsers(TestCluster cluster) throws Exception {
    assertThat(KubeConfig.read(cluster.kubeconfig()).authorityPem())
        .contains(PemFiles.certificate(given.own().certificate()));
    assertThat(new JsonApi(cluster.client()).status("/api/v1/nodes")).isEqualTo(200);
    try (Person somebody = Person.of(cluster, "somebody", List.of())) {
      byte[] who =
          somebody
              .send(
                  ApiRequest.json(
                      "POST",
                      "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}"))
              .body();
      assertThat(new String(who, StandardCharsets.UTF_8)).contains("\"username\":\"somebody\"");
    }
  }

  private static X509Certificate shown(TestCluster cluster) throws Exception {
    KubeConfig config = KubeConfig.read(cluster.kubeconfig());
    try (SSLSocket socket =
        (SSLSocket)
            PlainClient.of(config).sockets().createSocket("127.0.0.1", config.server().getPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static void write(Path pki, String name, KeyAndCertificate what) throws IOException {
    Files.createDirectories(pki);
    try {
      Files.writeString(pki.resolve(name + ".crt"), PemFiles.certificate(what.certificate()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    Files.writeString(pki.resolve(name + ".key"), pem(what.key()));
  }

  private static String pem(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
