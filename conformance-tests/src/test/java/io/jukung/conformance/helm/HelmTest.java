package io.jukung.conformance.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The life of a release of the chart {@code thirty}: 36 kinds, a definition among them, and hooks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelmTest {
  private static final Path CHART =
      Repository.find().root().resolve("conformance-tests/src/test/resources/helm/thirty");
  private static final String NAME = "life";
  private static final String NAMESPACE = "helm-life";
  private static final String IN_NAMESPACE = "/namespaces/" + NAMESPACE;

  private TestCluster cluster;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.start();
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void aReleaseIsInstalledUpgradedRolledBackAndRemoved() throws Exception {
    Release installed =
        new Helm(CHART)
            .install()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .createNamespace()
            .withKubeConfig(cluster.kubeconfig())
            .call();
    assertThat(installed.getStatus()).isEqualTo("deployed");
    colored("red", "1", "pre-install", "post-install");
    assertThat(status("/api/v1" + IN_NAMESPACE + "/secrets/" + NAME)).isEqualTo(200);

    assertThat(upgrade("blue", false).getRevision()).isEqualTo("2");
    colored("blue", "2", "pre-upgrade", "post-upgrade");
    assertThat(status("/api/v1" + IN_NAMESPACE + "/secrets/" + NAME)).isEqualTo(404);

    // Back to what was: Helm's own three-way patches, from the other side.
    assertThat(upgrade("red", true).getRevision()).isEqualTo("3");
    colored("red", "3", "pre-upgrade", "post-upgrade");
    assertThat(status("/api/v1" + IN_NAMESPACE + "/secrets/" + NAME)).isEqualTo(200);

    assertThatThrownBy(() -> upgrade("a-color-with-more-than-20-letters", true))
        .hasMessageContaining("spec.color: Too long: may not be more than 20 bytes");
    assertThat(upgrade("green", true).getStatus()).isEqualTo("deployed");

    String removed =
        Helm.uninstall(NAME).withNamespace(NAMESPACE).withKubeConfig(cluster.kubeconfig()).call();
    assertThat(removed).contains("release \"" + NAME + "\" uninstalled");
    for (String path :
        new String[] {
          "/api/v1" + IN_NAMESPACE + "/configmaps/" + NAME,
          "/apis/apps/v1" + IN_NAMESPACE + "/deployments/" + NAME + "-deployment",
          "/apis/helm.example.com/v1" + IN_NAMESPACE + "/paints/" + NAME,
          "/apis/rbac.authorization.k8s.io/v1/clusterroles/" + NAME
        }) {
      assertThat(status(path)).as(path).isEqualTo(404);
    }
    // Helm leaves definitions, and what its hooks made.
    assertThat(
            status(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/paints.helm.example.com"))
        .isEqualTo(200);
    assertThat(status("/api/v1" + IN_NAMESPACE + "/configmaps/" + NAME + "-pre-delete"))
        .isEqualTo(200);
  }

  private Release upgrade(String color, boolean extra) {
    return new Helm(CHART)
        .upgrade()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfig(cluster.kubeconfig())
        .set("color", color)
        .set("extra", extra)
        .call();
  }

  private void colored(String color, String revision, String... hooks) throws Exception {
    assertThat(get("/api/v1" + IN_NAMESPACE + "/configmaps/" + NAME).at("/data/color").asText())
        .isEqualTo(color);
    assertThat(
            get("/apis/helm.example.com/v1" + IN_NAMESPACE + "/paints/" + NAME)
                .at("/spec/color")
                .asText())
        .isEqualTo(color);
    assertThat(
            get("/apis/apps/v1" + IN_NAMESPACE + "/deployments/" + NAME + "-deployment")
                .at("/spec/template/spec/containers/0/image")
                .asText())
        .isEqualTo("example.com/" + color + ":1");
    for (String hook : hooks) {
      JsonNode data = get("/api/v1" + IN_NAMESPACE + "/configmaps/" + NAME + "-" + hook);
      assertThat(data.at("/data/color").asText()).isEqualTo(color);
      assertThat(data.at("/data/revision").asText()).isEqualTo(revision);
    }
  }

  private int status(String path) throws IOException, InterruptedException {
    return cluster.client().send(ApiRequest.of("GET", path)).statusCode();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = cluster.client().send(ApiRequest.of("GET", path));
    assertThat(answer.statusCode())
        .as(path + " " + new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
