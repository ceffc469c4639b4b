package io.jukung.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeConfigTest {
  private static final String FILE =
      """
      apiVersion: v1
      kind: Config
      current-context: second
      contexts:
      - {name: first, context: {cluster: none, user: none}}
      - {name: second, context: {cluster: here, user: admin}}
      clusters:
      - name: here
        cluster: {server: "https://127.0.0.1:6443/", certificate-authority-data: Q0E=}
      users:
      - {name: admin, user: {client-certificate: pki/admin.crt, client-key-data: S0VZ, token: t}}
      """;

  @TempDir private Path folder;

  @Test
  void readsTheCurrentContextAndTheFilesItNames() throws IOException {
    Files.createDirectory(folder.resolve("pki"));
    Files.writeString(folder.resolve("pki/admin.crt"), "CERT");
    KubeConfig config = KubeConfig.read(Files.writeString(folder.resolve("config"), FILE));
    assertThat(config.server()).isEqualTo(URI.create("https://127.0.0.1:6443"));
    assertThat(config.skipVerify()).isFalse();
    assertThat(config.authorityPem()).contains("CA");
    assertThat(config.certificatePem()).contains("CERT");
    assertThat(config.keyPem()).contains("KEY");
    assertThat(config.token()).contains("t");
    assertThat(config.anonymous().keyPem()).isEmpty();
    assertThat(config.withToken("u").token()).contains("u");
  }

  @Test
  void keepsSecretsOutOfItsText() throws IOException {
    Files.createDirectory(folder.resolve("pki"));
    Files.writeString(folder.resolve("pki/admin.crt"), "CERT");
    KubeConfig config = KubeConfig.read(Files.writeString(folder.resolve("config"), FILE));
    assertThat(config).hasToString("KubeConfig[https://127.0.0.1:6443]");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), FILE.replace("name: here", "name: h"));
    assertThatThrownBy(() -> KubeConfig.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no entry named \"here\" in clusters");
  }
}
