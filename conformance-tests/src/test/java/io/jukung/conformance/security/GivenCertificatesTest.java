package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.KubeConfig;
import io.jukung.bench.client.TlsContext;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.controllers.client.Clients;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that shows certificates its operator gave: {@code --tls-cert-file} and its kin. */
class GivenCertificatesTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final String OWN = "apiserver-loopback-client";

  private static Path files;
  private static CertificateAuthority given;
  private static TestCluster cluster;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    files = folder;
    given = CertificateAuthority.create("given", DAY, Clock.systemUTC(), new SecureRandom());
    write("standard", "standard.test");
    write("sni", "sni.test");
    write("wild", "own.test");
    cluster =
        TestCluster.startOwn(
            "--tls-cert-file",
            file("standard.crt"),
            "--tls-private-key-file",
            file("standard.key"),
            "--tls-sni-cert-key",
            file("sni.crt") + "," + file("sni.key"),
            "--tls-sni-cert-key",
            file("wild.crt") + "," + file("wild.key") + ":*.wild.test,exact.test");
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private static String file(String name) {
    return files.resolve(name).toString();
  }

  /** A fresh certificate and key that overwrite those of the name. */
  private static X509Certificate write(String name, String host) throws Exception {
    KeyAndCertificate made = given.issueServer(name, List.of(host), DAY);
    Files.writeString(
        files.resolve(name + ".key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(made.key().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Files.writeString(
        files.resolve(name + ".crt"),
        PemFiles.certificate(made.certificate()) + PemFiles.certificate(given.own().certificate()));
    return made.certificate();
  }

  /** What a client is shown that asks for the name. */
  private static X509Certificate shown(Optional<String> name, String... versions) throws Exception {
    KubeConfig config = KubeConfig.read(cluster.kubeconfig());
    SSLContext anyone =
        TlsContext.of(
            new KubeConfig(
                config.server(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    try (SSLSocket socket =
        (SSLSocket)
            anyone.getSocketFactory().createSocket("127.0.0.1", config.server().getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      name.ifPresent(host -> parameters.setServerNames(List.of(new SNIHostName(host))));
      if (versions.length > 0) {
        parameters.setProtocols(versions);
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String subject(Optional<String> name, String... versions) throws Exception {
    return shown(name, versions).getSubjectX500Principal().getName();
  }

  @Test
  void aClientIsShownWhatItAsksFor() throws Exception {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      assertThat(subject(Optional.empty(), version)).isEqualTo("CN=standard");
      assertThat(subject(Optional.of("unknown.test"), version)).isEqualTo("CN=standard");
      assertThat(subject(Optional.of("sni.test"), version)).isEqualTo("CN=sni");
      assertThat(subject(Optional.of("a.wild.test"), version)).isEqualTo("CN=wild");
      assertThat(subject(Optional.of("EXACT.test"), version)).isEqualTo("CN=wild");
      assertThat(subject(Optional.of("own.test"), version)).isEqualTo("CN=wild");
      assertThat(subject(Optional.of(OWN), version)).isEqualTo("CN=kube-apiserver");
    }
  }

  @Test
  void theKubeconfigReachesTheServerAllTheSame() throws Exception {
    assertThat(KubeConfig.read(cluster.kubeconfig()).tlsServerName()).contains(OWN);
    assertThat(new JsonApi(cluster.client()).status("/api/v1/nodes")).isEqualTo(200);
    try (Clients controllers = new Clients(cluster.kubeconfig(), "v0", true, Clock.systemUTC())) {
      assertThat(controllers.objects().namespaces().withName("default").get()).isNotNull();
      assertThat(
              controllers.objectsAs("namespace-controller").namespaces().withName("default").get())
          .isNotNull();
    }
  }

  @Test
  void changedFilesAreShownWithoutARestart() throws Exception {
    X509Certificate before = shown(Optional.of("sni.test"));
    X509Certificate after = write("sni", "sni.test");
    Await.until("it is shown", BOUND, () -> shown(Optional.of("sni.test")).equals(after));
    assertThat(after).isNotEqualTo(before);

    // Broken files leave in force what is; good ones end that.
    Files.writeString(files.resolve("standard.crt"), "no certificate");
    X509Certificate third = write("sni", "sni.test");
    Await.until("it is shown", BOUND, () -> shown(Optional.of("sni.test")).equals(third));
    assertThat(subject(Optional.empty())).isEqualTo("CN=standard");
    X509Certificate standard = write("standard", "standard.test");
    Await.until("it is shown", BOUND, () -> shown(Optional.empty()).equals(standard));
  }
}
