package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Items of the CIS Kubernetes Benchmark that hold with no flag set, one test each; the numbers are
 * those of version 1.10.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchmarkItemsTest {
  private TestCluster cluster;
  private KubeConfig config;

  @BeforeAll
  void start() throws Exception {
    cluster = TestCluster.startOwn();
    config = KubeConfig.read(cluster.kubeconfig());
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** 1.1.11 and 1.1.12: nobody else reads what the store keeps. */
  @Test
  void theDataFolderIsItsOwnersAlone() throws IOException {
    assertThat(permissions(cluster.dataDir())).isEqualTo("rwx------");
  }

  /** 1.1.13, 1.1.19 to 1.1.21: keys and the administrator's kubeconfig. */
  @Test
  void keysAreReadableByTheirOwnerOnly() throws IOException {
    assertThat(permissions(cluster.kubeconfig())).isEqualTo("rw-------");
    List<Path> keys = new ArrayList<>();
    List<Path> certificates = new ArrayList<>();
    try (Stream<Path> files = Files.walk(cluster.dataDir().resolve("pki"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> (file.toString().endsWith(".key") ? keys : certificates).add(file));
    }
    assertThat(keys).isNotEmpty();
    for (Path key : keys) {
      assertThat(permissions(key)).as("%s", key).isEqualTo("rw-------");
    }
    for (Path certificate : certificates) {
      assertThat(permissions(certificate))
          .as("%s", certificate)
          .doesNotContain("x")
          .matches("rw-[r-]-[-][r-]--");
    }
  }

  /** 1.2.1: callers without credentials see versions and probes, and nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/apis",
        "/api/v1/namespaces",
        "/healthz",
        "/metrics",
        "/openapi/v2",
        "/openapi/v3",
        "/debug/pprof",
        "/logs",
        "/.well-known/openid-configuration"
      })
  void strangersAreKnownByNothing(String path) throws Exception {
    try (ApiClient stranger = new ApiClient(config.anonymous())) {
      assertThat(stranger.send(ApiRequest.of("GET", path)).statusCode()).isEqualTo(401);
      assertThat(stranger.send(ApiRequest.of("GET", "/livez")).statusCode()).isEqualTo(200);
    }
  }

  /** 1.2.6 to 1.2.8 and 5.1: who is known is not allowed anything by that. */
  @Test
  void knownCallersNeedRoles() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    try (ApiClient pod = new ApiClient(config.withToken(token(api, "nobody")))) {
      for (String path :
          List.of(
              "/api/v1/secrets",
              "/api/v1/namespaces/default/pods",
              "/api/v1/nodes",
              "/apis/rbac.authorization.k8s.io/v1/clusterroles")) {
        assertThat(pod.send(ApiRequest.of("GET", path)).statusCode()).as(path).isEqualTo(403);
      }
    }
  }

  private static String token(JsonApi api, String name) throws Exception {
    String accounts = "/api/v1/namespaces/default/serviceaccounts";
    api.create(accounts, api.parse("{\"metadata\":{\"name\":\"" + name + "\"}}"));
    return api.create(accounts + "/" + name + "/token", api.parse("{\"spec\":{}}"))
        .at("/status/token")
        .asText();
  }

  /** 1.2.15: no profile of the running server, for anybody. */
  @ParameterizedTest
  @ValueSource(strings = {"/debug/pprof", "/debug/pprof/profile", "/debug/flags/v"})
  void thereIsNoProfiling(String path) throws Exception {
    assertThat(new JsonApi(cluster.client()).status(path)).isEqualTo(404);
  }

  /** 1.2.21: a token dies with its service account, whatever its time. */
  @Test
  void accountsAreLookedUp() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    try (ApiClient pod = new ApiClient(config.withToken(token(api, "shortlived")))) {
      assertThat(pod.send(ApiRequest.of("GET", "/version")).statusCode()).isEqualTo(200);
      assertThat(pod.send(ApiRequest.of("GET", "/api")).statusCode()).isEqualTo(200);
      var _ = api.delete("/api/v1/namespaces/default/serviceaccounts/shortlived");
      int status = 200;
      long end = System.nanoTime() + 30_000_000_000L;
      while (status != 401 && System.nanoTime() < end) {
        HttpResponse<byte[]> answer = pod.send(ApiRequest.of("GET", "/api"));
        status = answer.statusCode();
      }
      assertThat(status).isEqualTo(401);
    }
  }

  /** 1.2.29: no handshake without forward secrecy, and none of a version before TLS 1.2. */
  @Test
  void onlyStrongCiphersAreAgreedUpon() throws Exception {
    PlainClient client = PlainClient.of(config);
    List<String> agreed = new ArrayList<>();
    for (String suite : client.sockets().getSupportedCipherSuites()) {
      try (SSLSocket socket =
          (SSLSocket) client.sockets().createSocket("127.0.0.1", config.server().getPort())) {
        socket.setEnabledCipherSuites(new String[] {suite});
        socket.startHandshake();
        agreed.add(socket.getSession().getProtocol() + " " + suite);
      } catch (IOException | IllegalArgumentException e) {
        assertThat(suite).isNotEqualTo("TLS_AES_256_GCM_SHA384");
      }
    }
    assertThat(agreed)
        .isNotEmpty()
        .allMatch(text -> text.matches("TLSv1\\.3 TLS_.*|TLSv1\\.2 TLS_ECDHE_.*"));
  }
}
