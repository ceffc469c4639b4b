package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.cluster.TestCluster;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server started with no flag leaves on the disk, and for whom. */
class ServerFilesTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.startPlain();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void onlyWhatIsKnownLiesInTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(cluster.dataDir())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "admin.kubeconfig",
              "audit",
              "controller-manager.kubeconfig",
              "lock",
              "pki",
              "raft",
              "scheduler.kubeconfig",
              "state",
              "store.sock",
              "version");
    }
  }

  /** Nobody else gets into it, whatever the modes below. */
  @Test
  void theDataFolderIsItsOwnersAlone() throws IOException {
    assertThat(permissions(cluster.dataDir())).isEqualTo("rwx------");
    for (String below : List.of("pki", "audit")) {
      assertThat(permissions(cluster.dataDir().resolve(below))).isEqualTo("rwx------");
    }
    for (String below : List.of("store.sock", "audit/audit.log")) {
      assertThat(permissions(cluster.dataDir().resolve(below))).isEqualTo("rw-------");
    }
  }

  @Test
  void everythingBelongsToTheUserOfTheServer() throws IOException {
    var user = Files.getOwner(cluster.dataDir().getParent());
    for (Path file : files(cluster.dataDir())) {
      assertThat(Files.getOwner(file)).as("%s", file).isEqualTo(user);
    }
  }

  @Test
  void kubeconfigsAreReadableByTheirOwnerOnly() throws IOException {
    for (String name : List.of("admin", "controller-manager", "scheduler")) {
      assertThat(permissions(cluster.dataDir().resolve(name + ".kubeconfig")))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void keysAreReadableByTheirOwnerOnly() throws IOException {
    List<Path> all = files(cluster.dataDir().resolve("pki"));
    List<Path> keys = all.stream().filter(file -> file.toString().endsWith(".key")).toList();
    assertThat(keys).isNotEmpty();
    for (Path key : keys) {
      assertThat(permissions(key)).as("%s", key).isEqualTo("rw-------");
    }
    for (Path file : all) {
      assertThat(permissions(file)).as("%s", file).matches("rw-(r-|--)-(r-|--)-");
    }
  }

  @Test
  void kubeletsAreShownACertificate() throws Exception {
    Path pki = cluster.dataDir().resolve("pki");
    X509Certificate shown =
        PemFiles.readCertificates(pki.resolve("apiserver-kubelet-client.crt")).getFirst();
    shown.verify(PemFiles.readCertificates(pki.resolve("ca.crt")).getFirst().getPublicKey());
    assertThat(shown.getSubjectX500Principal().getName())
        .contains("CN=kube-apiserver-kubelet-client");
    assertThat(shown.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
  }
}
