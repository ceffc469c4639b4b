package io.jukung.server.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PkiTest {
  private static final String URL = "https://127.0.0.1:6443";
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  @TempDir Path folder;
  private Instant now = START;

  private Pki pki(List<String> names) {
    return new Pki(folder.resolve("pki"), folder, names, () -> now, new SecureRandom());
  }

  @Test
  void theFirstCallMakesEverythingAndTheSecondNothing() throws Exception {
    Pki pki = pki(List.of("10.96.0.1", "::1", "Node.Example"));
    Pki.State first = pki.ensure();
    assertThat(first.changed()).isTrue();
    Pki.State second = pki(List.of("10.96.0.1", "::1", "Node.Example")).ensure();
    assertThat(second.changed()).isFalse();
    assertThat(second.server().certificate()).isEqualTo(first.server().certificate());
    assertThat(second.authority()).isEqualTo(first.authority());
  }

  @Test
  void theServerCertificateNamesTheServer() throws Exception {
    X509Certificate certificate =
        pki(List.of("10.96.0.1", "fd00::1", "Node.Example")).ensure().server().certificate();
    List<String> names = new ArrayList<>();
    certificate.getSubjectAlternativeNames().forEach(n -> names.add(String.valueOf(n.get(1))));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "localhost",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1",
            "10.96.0.1",
            "fd00:0:0:0:0:0:0:1",
            "node.example");
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void leavesAreRenewedBeforeTheyEndAndTheAuthorityStays() throws Exception {
    Pki.State first = pki(List.of()).ensure();
    now = START.plus(Pki.LEAF_LIFETIME).minus(Pki.RENEW_BEFORE).minus(Duration.ofSeconds(1));
    assertThat(pki(List.of()).ensure().changed()).isFalse();
    now = now.plus(Duration.ofSeconds(1));
    Pki.State renewed = pki(List.of()).ensure();
    assertThat(renewed.changed()).isTrue();
    assertThat(renewed.authority()).isEqualTo(first.authority());
    renewed.server().certificate().verify(first.authority().getPublicKey());
    assertThat(renewed.server().certificate().getNotAfter().toInstant())
        .isEqualTo(now.plus(Pki.LEAF_LIFETIME));
  }

  @Test
  void renewalPutsTheNewCertificateToUse() throws Exception {
    Pki pki = pki(List.of());
    pki.ensure();
    List<X509Certificate> used = new ArrayList<>();
    OwnIdentities identities = OwnIdentities.of(pki);
    KeyAndCertificate kubelet = identities.kubelet().current();
    KeyAndCertificate proxy = identities.frontProxy().current();
    try (CertificateRenewal renewal =
        new CertificateRenewal(
            pki, (key, certificate) -> used.add(certificate), identities, () -> URL)) {
      renewal.look();
      assertThat(used).isEmpty();
      String before = Files.readString(folder.resolve("controller-manager.kubeconfig"));
      assertThat(identities.kubelet().current().certificate()).isEqualTo(kubelet.certificate());
      now = START.plus(Duration.ofDays(300));
      renewal.look();
      assertThat(used).hasSize(1);
      assertThat(Files.readString(folder.resolve("controller-manager.kubeconfig")))
          .isNotEqualTo(before)
          .contains(URL);
      assertThat(identities.kubelet().current().certificate().getNotAfter())
          .isAfter(kubelet.certificate().getNotAfter());
      assertThat(identities.frontProxy().current().certificate().getNotAfter())
          .isAfter(proxy.certificate().getNotAfter());
    }
  }

  @Test
  void aNewNameMakesANewCertificate() throws Exception {
    pki(List.of()).ensure();
    assertThat(pki(List.of("other.example")).ensure().changed()).isTrue();
  }

  @Test
  void keysAreSecret() throws Exception {
    Pki pki = pki(List.of());
    pki.ensure();
    pki.writeKubeconfigs(URL);
    try (Stream<Path> files = Files.list(folder.resolve("pki"))) {
      List<Path> keys = files.filter(f -> f.toString().endsWith(".key")).toList();
      assertThat(keys).hasSize(6);
      for (Path key : keys) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
      }
    }
    for (String user : List.of("admin", "controller-manager", "scheduler")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve(user + ".kubeconfig"))))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(folder.resolve("admin.kubeconfig")))
        .contains("server: " + URL)
        .contains("current-context: kubernetes-admin@jukung");
    assertThat(PemFiles.readPrivateKey(pki.serviceAccountKeyFile()).getAlgorithm())
        .startsWith("EC");
  }

  @Test
  void aHalfWrittenPairIsMadeAnew() throws Exception {
    pki(List.of()).ensure();
    Files.delete(folder.resolve("pki/apiserver.crt"));
    assertThat(pki(List.of()).ensure().changed()).isTrue();
  }
}
