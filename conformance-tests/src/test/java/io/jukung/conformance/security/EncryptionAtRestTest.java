package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for a secret's text in every file of the data folder. */
class EncryptionAtRestTest {
  private static final String CONFIGURATION =
      """
      kind: EncryptionConfiguration
      apiVersion: apiserver.config.k8s.io/v1
      resources:
      - resources: [secrets]
        providers:
        - secretbox: {keys: [{name: key1, secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}
        - identity: {}
      """;

  private static final String WORD =
      Base64.getEncoder()
          .encodeToString("a word nobody guesses 7c1".getBytes(StandardCharsets.UTF_8));

  @Test
  void aSecretIsNowhereInTheDataFolderAndStaysReadable(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("encryption.yaml"), CONFIGURATION);
    try (TestCluster cluster =
        TestCluster.startOwn("--encryption-provider-config", file.toString())) {
      JsonApi api = new JsonApi(cluster.client());
      String secrets = "/api/v1/namespaces/default/secrets";
      api.create(secrets, api.parse(object("Secret", "s")));
      api.create(
          "/api/v1/namespaces/default/configmaps",
          api.parse(object("ConfigMap", "plain").replace(WORD, "a-plain-word-7c1")));
      String metrics =
          new String(
              cluster.client().send(ApiRequest.of("GET", "/metrics")).body(),
              StandardCharsets.UTF_8);
      assertThat(metrics)
          .containsPattern(
              "apiserver_storage_transformation_operations_total\\{resource=\"secrets\",status=\"OK\""
                  + ",transformation_type=\"to_storage\",transformer_prefix=\"k8s:enc:secretbox:v1:\"}"
                  + " [1-9]")
          .contains("apiserver_storage_transformation_duration_seconds_bucket{")
          .contains("apiserver_encryption_config_controller_last_config_info{");
      cluster.kill();
      assertThat(contains(cluster.dataDir(), "a-plain-word-7c1")).as("the look works").isTrue();
      assertThat(contains(cluster.dataDir(), WORD)).isFalse();
      assertThat(contains(cluster.dataDir(), "k8s:enc:secretbox:v1:key1:")).isTrue();
      cluster.restart();
      JsonApi again = new JsonApi(cluster.client());
      assertThat(again.get(secrets + "/s").at("/data/k").asText()).isEqualTo(WORD);
      assertThat(again.status("/readyz/kms-providers")).as("no such provider").isEqualTo(404);
      var _ = again.call(200, ApiRequest.of("DELETE", secrets + "/s"));
    }
  }

  /** With no flag; a restart and a snapshot make no difference. */
  @Test
  void aNewStoreKeepsSecretsEncryptedByItself(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = TestCluster.startPlain()) {
      JsonApi api = new JsonApi(cluster.client());
      String secrets = "/api/v1/namespaces/default/secrets";
      api.create(secrets, api.parse(object("Secret", "s")));
      Path key = cluster.dataDir().resolve("pki").resolve("encryption.yaml");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      String made = Files.readString(key);
      String snapshot = folder.resolve("snapshot").toString();
      Launcher.Ended saved =
          Launcher.jukung(
              "store", "snapshot", "save", snapshot, "--data-dir", cluster.dataDir().toString());
      assertThat(saved.status()).as(saved.output()).isZero();
      cluster.kill();
      for (Path held : List.of(cluster.dataDir(), folder)) {
        assertThat(contains(held, WORD)).as("%s", held).isFalse();
      }
      assertThat(contains(cluster.dataDir(), "k8s:enc:secretbox:v1:key-")).isTrue();
      cluster.restart();
      assertThat(new JsonApi(cluster.client()).get(secrets + "/s").at("/data/k").asText())
          .isEqualTo(WORD);
      assertThat(Files.readString(key)).isEqualTo(made);
    }
  }

  /** A store that began without a key stays as it is; whoever wants none says so at the start. */
  @Test
  void aStoreThatHasNoKeyGetsNone() throws Exception {
    try (TestCluster cluster = TestCluster.startOwn("--encrypt-secrets=false")) {
      JsonApi api = new JsonApi(cluster.client());
      String secrets = "/api/v1/namespaces/default/secrets";
      api.create(secrets, api.parse(object("Secret", "s")));
      cluster.kill();
      cluster.restartWith();
      assertThat(new JsonApi(cluster.client()).get(secrets + "/s").at("/data/k").asText())
          .isEqualTo(WORD);
      assertThat(cluster.dataDir().resolve("pki").resolve("encryption.yaml")).doesNotExist();
      cluster.kill();
      assertThat(contains(cluster.dataDir(), WORD)).isTrue();
    }
  }

  private static String object(String kind, String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"%s\"}}"
        .formatted(kind, name, WORD);
  }

  private static boolean contains(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                      .contains(text);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
