package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jukung controllers} with an authority for some of the signers only. */
class SignersApartTest {
  private static final String SIGNER = "--cluster-signing-kube-apiserver-client-";

  private @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<String> command(TestCluster cluster, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Launcher.path(),
                "controllers",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--root-ca-file",
                cluster.dataDir().resolve("pki").resolve("ca.crt").toString(),
                "--controllers=certificatesigningrequest-signing-controller",
                "--leader-elect=false"));
    command.addAll(List.of(more));
    return command;
  }

  @Test
  void eachSignsWithItsOwnAndTheOthersWait() throws Exception {
    KeyAndCertificate authority = authority();
    Path certificate = write("ca.crt", PemFiles.certificate(authority.certificate()));
    Path key = write("ca.key", Applicant.pem("PRIVATE KEY", authority.key().getEncoded()));
    try (TestCluster cluster = TestCluster.startOwn();
        Applicant jane = Applicant.of(cluster.client().config())) {
      JsonApi admin = new JsonApi(cluster.client());
      String waits =
          jane.ask(
              "kubernetes.io/kubelet-serving",
              "O=system:nodes,CN=system:node:a",
              "digital signature,server auth",
              "dns:a");
      String signed =
          jane.ask(
              "kubernetes.io/kube-apiserver-client", "CN=jane", "digital signature,client auth");
      Applicant.decide(admin, waits, "Approved", Instant.now());
      Applicant.decide(admin, signed, "Approved", Instant.now());
      Process controllers =
          new ProcessBuilder(
                  command(cluster, SIGNER + "cert-file=" + certificate, SIGNER + "key-file=" + key))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("controllers.log").toFile())
              .start();
      try {
        until(
            "the certificate is there",
            () -> admin.get(Applicant.PATH + "/" + signed).at("/status").has("certificate"));
      } finally {
        controllers.destroy();
        assertThat(controllers.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      issued(admin, signed).verify(authority.certificate().getPublicKey());
      assertThat(admin.get(Applicant.PATH + "/" + waits).at("/status").has("certificate"))
          .isFalse();
      refusals(cluster, certificate, key);
    }
  }

  private void refusals(TestCluster cluster, Path certificate, Path key) throws Exception {
    Launcher.Ended half = Launcher.run(command(cluster, SIGNER + "cert-file=" + certificate));
    assertThat(half.status()).as(half.output()).isEqualTo(2);
    assertThat(half.output()).contains(SIGNER + "cert-file", SIGNER + "key-file go together");
    Launcher.Ended both =
        Launcher.run(
            command(
                cluster,
                SIGNER + "cert-file=" + certificate,
                SIGNER + "key-file=" + key,
                "--cluster-signing-cert-file=" + certificate,
                "--cluster-signing-key-file=" + key));
    assertThat(both.status()).as(both.output()).isEqualTo(2);
    assertThat(both.output()).contains("is for all signers");
  }

  private static KeyAndCertificate authority() throws GeneralSecurityException, IOException {
    return CertificateAuthority.create(
            "clients", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom())
        .own();
  }

  private static X509Certificate issued(JsonApi admin, String name) throws Exception {
    byte[] pem =
        Base64.getDecoder()
            .decode(admin.get(Applicant.PATH + "/" + name).at("/status/certificate").asText());
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
