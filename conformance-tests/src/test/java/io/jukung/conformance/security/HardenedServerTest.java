package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags that SECURITY.md has for items of the benchmark which are not for every cluster. */
class HardenedServerTest {
  private static final String ADMISSION =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: AdmissionConfiguration
      plugins:
      - name: EventRateLimit
        configuration:
          apiVersion: eventratelimit.admission.k8s.io/v1alpha1
          kind: Configuration
          limits:
          - {type: Namespace, qps: 1, burst: 2}
      """;

  private static TestCluster cluster;
  private static JsonApi api;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path admission = Files.writeString(folder.resolve("admission.yaml"), ADMISSION);
    cluster =
        TestCluster.startOwn(
            "--enable-admission-plugins",
            "DenyServiceExternalIPs,EventRateLimit,AlwaysPullImages",
            "--admission-control-config-file",
            admission.toString(),
            "--tls-min-version",
            "VersionTLS13");
    api = new JsonApi(cluster.client());
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  void olderTlsIsNotSpoken() throws Exception {
    KubeConfig config = KubeConfig.read(cluster.kubeconfig());
    SSLSocketFactory sockets = PlainClient.of(config).sockets();
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      try (SSLSocket socket =
          (SSLSocket) sockets.createSocket("127.0.0.1", config.server().getPort())) {
        socket.setEnabledProtocols(new String[] {version});
        if (version.equals("TLSv1.3")) {
          socket.startHandshake();
        } else {
          assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
      }
    }
  }

  @Test
  void externalAddressesAreDenied() throws Exception {
    JsonNode refused =
        api.call(
            403,
            ApiRequest.json(
                "POST",
                "/api/v1/namespaces/default/services",
                """
                {"metadata": {"name": "s"},
                 "spec": {"ports": [{"port": 80}], "externalIPs": ["203.0.113.7"]}}
                """));
    assertThat(refused.path("message").asText())
        .contains("Use of external IPs is denied by admission control");
  }

  @Test
  void eventsAreLimited() throws Exception {
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      String event =
          """
          {"metadata": {"name": "e%d", "namespace": "default"},
           "involvedObject": {"namespace": "default"}}
          """
              .formatted(i);
      int status =
          cluster
              .client()
              .send(ApiRequest.json("POST", "/api/v1/namespaces/default/events", event))
              .statusCode();
      assertThat(status).isIn(201, 429);
      refused += status == 429 ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void imagesArePulledAlways() throws Exception {
    JsonNode pod =
        api.create(
            "/api/v1/namespaces/default/pods",
            api.parse(
                """
                {"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c",
                 "image": "example.org/i:1", "imagePullPolicy": "Never"}]}}
                """));
    assertThat(pod.at("/spec/containers/0/imagePullPolicy").asText()).isEqualTo("Always");
  }
}
