package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that take the place of others, and keys that were lost, as an operator sees them. */
class EncryptionKeysTest {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";

  /** A file whose first key writes. */
  private static String keys(String... names) {
    StringBuilder text =
        new StringBuilder(
            """
            kind: EncryptionConfiguration
            apiVersion: apiserver.config.k8s.io/v1
            resources:
            - resources: [secrets]
              providers:
              - secretbox:
                  keys:
            """);
    for (String name : names) {
      byte[] key = String.join("", Collections.nCopies(8, name)).getBytes(StandardCharsets.UTF_8);
      text.append("      - {name: %s, secret: %s}%n".formatted(name, encoded(key)));
    }
    return text.toString();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void create(JsonApi api, String name) throws Exception {
    api.create(
        SECRETS,
        api.parse(
            """
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s"},
             "stringData": {"k": "text of %s"}}
            """
                .formatted(name, name)));
  }

  private static void reads(TestCluster cluster, String name) throws Exception {
    assertThat(new JsonApi(cluster.client()).get(SECRETS + "/" + name).at("/data/k").asText())
        .isEqualTo(encoded(("text of " + name).getBytes(StandardCharsets.UTF_8)));
  }

  /** Replaced whole, so that nobody reads half of it. */
  private static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling("next");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Gives the running server another file, and a secret when it has taken it. */
  private static void awaitKey(TestCluster cluster, Path file, String text, String name)
      throws Exception {
    String before = lastConfig(cluster);
    replace(file, text);
    Await.until("the file is read", BOUND, () -> !lastConfig(cluster).equals(before));
    create(new JsonApi(cluster.client()), name);
  }

  /** The hash of the configuration that is in use, as metrics tell it. */
  private static String lastConfig(TestCluster cluster) throws Exception {
    byte[] metrics = cluster.client().send(ApiRequest.of("GET", "/metrics")).body();
    return new String(metrics, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("apiserver_encryption_config_controller_last_config_info{"))
        .toList()
        .toString();
  }

  @Test
  void aKeyIsRotatedWhileTheServerRuns(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("encryption.yaml"), keys("old1"));
    List<String> options =
        List.of(
            "--encryption-provider-config",
            file.toString(),
            "--encryption-provider-config-automatic-reload");
    try (TestCluster cluster = TestCluster.startOwn(options.toArray(String[]::new))) {
      JsonApi api = new JsonApi(cluster.client());
      create(api, "first");
      awaitKey(cluster, file, keys("old1", "new2"), "second");
      awaitKey(cluster, file, keys("new2", "old1"), "third");
      for (JsonNode secret : api.get(SECRETS).path("items")) {
        // The same object again is written anew when its key is not the first one.
        api.update(SECRETS + "/" + secret.at("/metadata/name").asText(), secret);
      }
      awaitKey(cluster, file, keys("new2"), "fourth");
      for (String name : List.of("first", "second", "third", "fourth")) {
        reads(cluster, name);
      }
      cluster.kill();
      cluster.restart();
      for (String name : List.of("first", "second", "third", "fourth")) {
        reads(cluster, name);
      }
    }
  }

  /** A snapshot without its key: secrets tell so, all else is there, and the key mends it. */
  @Test
  void aSnapshotIsRestoredWithoutAndWithItsKey(@TempDir Path folder) throws Exception {
    Path snapshot = folder.resolve("snapshot");
    Path key = folder.resolve("key.yaml");
    try (TestCluster cluster = TestCluster.startPlain()) {
      JsonApi api = new JsonApi(cluster.client());
      create(api, "first");
      api.create(
          "/api/v1/namespaces/default/configmaps", api.parse("{\"metadata\": {\"name\": \"c\"}}"));
      Files.copy(encryption(cluster), key);
      store("snapshot", "save", snapshot.toString(), "--data-dir", cluster.dataDir().toString());
    }
    try (TestCluster restored =
        TestCluster.startIn(
            dataDir -> {
              try {
                store("snapshot", "restore", snapshot.toString(), "--data-dir", dataDir.toString());
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            })) {
      JsonApi api = new JsonApi(restored.client());
      api.get("/api/v1/namespaces/default/configmaps/c");
      assertThat(api.status(SECRETS + "/first")).isEqualTo(500);
      assertThat(api.status(SECRETS)).isEqualTo(500);
      restored.kill();
      Files.copy(key, encryption(restored), StandardCopyOption.REPLACE_EXISTING);
      restored.restart();
      reads(restored, "first");
    }
  }

  private static Path encryption(TestCluster cluster) {
    return cluster.dataDir().resolve("pki").resolve("encryption.yaml");
  }

  private static void store(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "store";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Launcher.Ended ended = Launcher.jukung(command);
    assertThat(ended.status()).as(ended.output()).isZero();
  }
}
