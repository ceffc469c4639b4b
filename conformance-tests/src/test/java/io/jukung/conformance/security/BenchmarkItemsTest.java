package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.Person;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.Kubeconfig;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Items of the CIS Kubernetes Benchmark that hold with no flag set, shown by a server with none;
 * the table {@code security/cis.tsv} has them all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchmarkItemsTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private TestCluster cluster;
  private KubeConfig config;

  @BeforeAll
  void start() throws Exception {
    cluster = TestCluster.startPlain();
    config = KubeConfig.read(cluster.kubeconfig());
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  /** Callers without credentials see versions and probes, and nothing else. */
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

  /** Who is known is not allowed anything by that. */
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

  /** No profile of the running server, for anybody. */
  @ParameterizedTest
  @ValueSource(strings = {"/debug/pprof", "/debug/pprof/profile", "/debug/flags/v"})
  void thereIsNoProfiling(String path) throws Exception {
    assertThat(new JsonApi(cluster.client()).status(path)).isEqualTo(404);
  }

  /** A token dies with its service account, whatever its time. */
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

  /** No handshake without forward secrecy, and none of a version before TLS 1.2. */
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

  /** Credentials that look right and are not known. */
  private int withToken(String token) throws Exception {
    try (ApiClient stranger = new ApiClient(config.withToken(token))) {
      return stranger.send(ApiRequest.of("GET", "/api")).statusCode();
    }
  }

  @Test
  void noStaticTokenIsKnown() throws Exception {
    assertThat(withToken("31ada4fd-adec-460c-809a-9e56ceb75269")).isEqualTo(401);
  }

  @Test
  void noBootstrapTokenIsKnown() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    api.create(
        "/api/v1/namespaces/kube-system/secrets",
        api.parse(
            """
            {"metadata": {"name": "bootstrap-token-abcdef"},
             "type": "bootstrap.kubernetes.io/token",
             "stringData": {"token-id": "abcdef", "token-secret": "0123456789abcdef",
                            "usage-bootstrap-authentication": "true"}}
            """));
    assertThat(withToken("abcdef.0123456789abcdef")).isEqualTo(401);
  }

  @Test
  void certificatesOfOthersAreNoCredentials() throws Exception {
    CertificateAuthority other =
        CertificateAuthority.create(
            "kubernetes", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    var admin =
        other.issueClient("kubernetes-admin", List.of("system:masters"), Duration.ofHours(1));
    Path file = Files.createTempFile("jukung-other-", ".kubeconfig");
    try {
      X509Certificate trusted =
          PemFiles.readCertificates(cluster.dataDir().resolve("pki/ca.crt")).getFirst();
      Files.writeString(file, Kubeconfig.of("c", config.server().toString(), trusted, "u", admin));
      try (ApiClient client = new ApiClient(KubeConfig.read(file))) {
        assertThat(client.send(ApiRequest.of("GET", "/api")).statusCode()).isEqualTo(401);
      }
    } finally {
      Files.delete(file);
    }
  }

  /** No role is bound to nodes: what they may do comes of the node authorizer. */
  @Test
  void nodesAreAuthorizedAsNodes() throws Exception {
    try (Person kubelet = Person.of(cluster, "system:node:n1", List.of("system:nodes"))) {
      String node = "{\"metadata\": {\"name\": \"n1\"}}";
      assertThat(kubelet.status(ApiRequest.json("POST", "/api/v1/nodes", node))).isEqualTo(201);
      assertThat(kubelet.status(ApiRequest.of("GET", "/api/v1/secrets"))).isEqualTo(403);
    }
  }

  @Test
  void nodesAreRestricted() throws Exception {
    try (Person kubelet = Person.of(cluster, "system:node:n2", List.of("system:nodes"))) {
      String other = "{\"metadata\": {\"name\": \"n3\"}}";
      var answer = kubelet.send(ApiRequest.json("POST", "/api/v1/nodes", other));
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .contains("is not allowed to modify node")
          .contains("403");
    }
  }

  @Test
  void rolesAllow() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    try (Person reader = Person.of(cluster, "reader", List.of())) {
      ApiRequest pods = ApiRequest.of("GET", "/api/v1/namespaces/default/pods");
      assertThat(reader.status(pods)).isEqualTo(403);
      api.create(
          "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
          api.parse(
              """
              {"metadata": {"name": "reader"},
               "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}]}
              """));
      api.create(
          "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
          api.parse(
              """
              {"metadata": {"name": "reader"},
               "subjects": [{"kind": "User", "name": "reader"}],
               "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                           "name": "reader"}}
              """));
      Await.until("the role is known", BOUND, () -> reader.status(pods) == 200);
    }
  }

  @Test
  void theAdmissionPluginsAreThere() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    api.create("/api/v1/namespaces", api.parse("{\"metadata\": {\"name\": \"plugins\"}}"));
    String metrics = text("/metrics");
    assertThat(metrics)
        .contains("apiserver_admission_controller_admission_duration_seconds_count{name=\"")
        .contains("name=\"NamespaceLifecycle\"")
        .doesNotContain("name=\"AlwaysAdmit\"");
    // Pods of an account that is not there are refused by ServiceAccount alone.
    var refused =
        cluster
            .client()
            .send(
                ApiRequest.json(
                    "POST",
                    "/api/v1/namespaces/plugins/pods",
                    """
                    {"metadata": {"name": "p"},
                     "spec": {"serviceAccountName": "no", "containers": [{"name": "c",
                              "image": "i"}]}}
                    """));
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .contains("error looking up service account plugins/no");
  }

  private String text(String path) throws Exception {
    return new String(
        cluster.client().send(ApiRequest.of("GET", path)).body(), StandardCharsets.UTF_8);
  }

  private List<JsonNode> audited() throws IOException {
    String text = Files.readString(cluster.dataDir().resolve("audit/audit.log"));
    List<JsonNode> events = new ArrayList<>();
    // The last line may be being written.
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      events.add(new JsonMapper().readTree(line));
    }
    return events;
  }

  private void awaitAudited(String verb, String resource, String name) throws Exception {
    Await.until(
        verb + " of " + resource + " is written down",
        BOUND,
        () ->
            audited().stream()
                .anyMatch(
                    event ->
                        event.path("verb").asText().equals(verb)
                            && event.at("/objectRef/resource").asText().equals(resource)
                            && event.at("/objectRef/name").asText().equals(name)
                            && event.at("/user/username").asText().equals("kubernetes-admin")));
  }

  @Test
  void whoReadsSecretsIsWrittenDown() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    String secrets = "/api/v1/namespaces/default/secrets";
    api.create(
        secrets,
        api.parse("{\"metadata\": {\"name\": \"hush\"}, \"stringData\": {\"k\": \"hushhush\"}}"));
    api.get(secrets + "/hush");
    awaitAudited("create", "secrets", "hush");
    awaitAudited("get", "secrets", "hush");
    assertThat(Files.readString(cluster.dataDir().resolve("audit/audit.log")))
        .doesNotContain("hushhush")
        .doesNotContain("aHVzaGh1c2g=");
  }

  @Test
  void theAuditPolicyCoversTheKeyConcerns() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    String maps = "/api/v1/namespaces/default/configmaps";
    api.create(maps, api.parse("{\"metadata\": {\"name\": \"told\"}}"));
    api.get(maps + "/told");
    awaitAudited("get", "configmaps", "told");
    String nodes = "/api/v1/nodes";
    api.create(nodes, api.parse("{\"metadata\": {\"name\": \"told\"}}"));
    var _ = api.delete(nodes + "/told");
    awaitAudited("create", "nodes", "told");
    awaitAudited("delete", "nodes", "told");
    var _ = api.status("/api/v1/namespaces/default/pods/gone/exec?command=ls");
    var _ = api.status("/api/v1/namespaces/default/services/gone/proxy/");
    awaitAudited("get", "pods", "gone");
    awaitAudited("get", "services", "gone");
  }

  /** The numbers can be seen in the help; that they count is tested with the audit log. */
  @Test
  void auditLogsAreKept() throws Exception {
    Process help =
        new ProcessBuilder(
                Repository.find().root().resolve("jukung").toString(), "server", "--help")
            .redirectErrorStream(true)
            .start();
    String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text.replaceAll("\\s+", " "))
        .contains("Days to keep old audit logs; 0 keeps them (default: 366, in the data folder 30)")
        .contains(
            "How many old audit logs to keep; 0 keeps all (default: 100, in the data folder 10)")
        .contains("Mebibytes at which an audit log is put away; 0 never (default: 100)");
  }

  @Test
  void tokensAreSignedWithTheKeyOfTheFolder() throws Exception {
    String[] parts = token(new JsonApi(cluster.client()), "signed").split("\\.", -1);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(
        PemFiles.readPublicKeys(cluster.dataDir().resolve("pki/sa.pub")).getFirst());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  /** The one port that the server's process listens on is the API's. */
  @Test
  void onlyTheApiIsReachable() throws IOException {
    String pid = Files.readString(cluster.dataDir().resolve("lock")).strip();
    assertThat(ListeningPorts.of(Path.of("/proc", pid))).containsExactly(config.server().getPort());
  }

  /** 3607 seconds are what kubelets ask for; kube-apiserver's default makes a year of them. */
  @Test
  void tokensLiveAsLongAsAskedFor() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    String accounts = "/api/v1/namespaces/default/serviceaccounts";
    api.create(accounts, api.parse("{\"metadata\": {\"name\": \"a\"}}"));
    JsonNode pod =
        api.create(
            "/api/v1/namespaces/default/pods",
            api.parse(
                """
                {"metadata": {"name": "bound"}, "spec": {"serviceAccountName": "a",
                 "containers": [{"name": "c", "image": "i"}]}}
                """));
    JsonNode made =
        api.create(
            accounts + "/a/token",
            api.parse(
                """
                {"spec": {"expirationSeconds": 3607, "boundObjectRef": {"apiVersion": "v1",
                 "kind": "Pod", "name": "bound", "uid": "%s"}}}
                """
                    .formatted(pod.at("/metadata/uid").asText())));
    String claims = made.at("/status/token").asText().split("\\.", -1)[1];
    JsonNode token =
        api.parse(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
    assertThat(token.path("exp").asLong() - token.path("iat").asLong()).isEqualTo(3607);
  }
}
