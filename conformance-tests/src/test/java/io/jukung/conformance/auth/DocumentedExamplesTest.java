package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jukung.bench.client.KubeConfig;
import io.jukung.bench.client.TlsContext;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.Person;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.Kubeconfig;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of Kubernetes' documentation about who somebody is and what they may do, and what it
 * says that comes of them. Those of JWTs stand beside the tests of their authenticator; roles that
 * are made of others need a controller, and are tested with it.
 */
class DocumentedExamplesTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

  /** The webhook of the documentation's AuthorizationConfiguration; here it refuses everything. */
  private static final String AUTHORIZERS =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthorizationConfiguration
      authorizers:
      - type: Webhook
        name: webhook
        webhook:
          authorizedTTL: 30s
          unauthorizedTTL: 30s
          timeout: 3s
          subjectAccessReviewVersion: v1
          matchConditionSubjectAccessReviewVersion: v1
          failurePolicy: Deny
          connectionInfo: {type: KubeConfigFile, kubeConfigFile: $FILE}
          matchConditions:
          - expression: has(request.resourceAttributes)
          - expression: request.resourceAttributes.namespace == 'kube-system'
          - expression: "!('system:serviceaccounts:kube-system' in request.groups)"
      - {type: Node, name: node}
      - {type: RBAC, name: rbac}
      """;

  @TempDir static Path folder;
  private static HttpServer webhook;
  private static CertificateAuthority proxies;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    webhook.createContext("/", DocumentedExamplesTest::refuse);
    webhook.start();
    proxies =
        CertificateAuthority.create(
            "proxies", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    String kubeconfig =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: w, cluster: {server: "http://127.0.0.1:%d/"}}]
        contexts: [{name: c, context: {cluster: w, user: ""}}]
        current-context: c
        """
            .formatted(webhook.getAddress().getPort());
    cluster =
        TestCluster.startOwn(
            "--token-auth-file",
            write("tokens.csv", "token,user,uid,\"group1,group2,group3\"\n"),
            "--enable-bootstrap-token-auth",
            "--requestheader-client-ca-file",
            write("proxies.crt", PemFiles.certificate(proxies.own().certificate())),
            "--requestheader-allowed-names",
            "front",
            "--requestheader-username-headers",
            "X-Remote-User",
            "--requestheader-group-headers",
            "X-Remote-Group",
            "--requestheader-extra-headers-prefix",
            "X-Remote-Extra-",
            "--authorization-config",
            write(
                "authorizers.yaml",
                AUTHORIZERS.replace("$FILE", write("webhook.kubeconfig", kubeconfig))));
    JsonApi api = new JsonApi(cluster.client());
    for (JsonNode row : table().path("objects")) {
      var _ = api.create(row.path("at").asText().replace("RBAC", RBAC), row.path("object"));
    }
    Await.until(
        "the last binding counts",
        Duration.ofSeconds(30),
        () ->
            decided(
                    YAML.readTree(
                        "{user: limited, verb: impersonate, resource: groups, name: admins}"))
                .equals("allowed"));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
    webhook.stop(0);
  }

  private static String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode review = (ObjectNode) YAML.readTree(exchange.getRequestBody());
      review.putObject("status").put("allowed", false).put("denied", true);
      byte[] body = review.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static JsonNode table() throws IOException {
    return YAML.readTree(
        Repository.find()
            .root()
            .resolve("conformance-tests/src/test/resources/auth/documented-examples.yaml")
            .toFile());
  }

  private static Stream<JsonNode> rows(String name) throws IOException {
    return StreamSupport.stream(table().path(name).spliterator(), false);
  }

  static Stream<JsonNode> users() throws IOException {
    return rows("users");
  }

  static Stream<JsonNode> decisions() throws IOException {
    return rows("decisions");
  }

  private static KubeConfig credential(JsonNode row) throws Exception {
    KubeConfig admin = cluster.client().config();
    if (row.has("token")) {
      return admin.withToken(row.path("token").asText());
    }
    String text;
    if (row.has("proxy")) {
      String name = row.path("proxy").asText();
      text =
          Kubeconfig.of(
              "jukung",
              admin.server().toString(),
              PemFiles.readCertificates(cluster.dataDir().resolve("pki/ca.crt")).getFirst(),
              name,
              proxies.issueClient(name, List.of(), Duration.ofDays(1)));
    } else {
      JsonNode subject = row.path("certificate");
      List<String> groups = new ArrayList<>();
      subject.path("groups").forEach(group -> groups.add(group.asText()));
      text = Person.kubeconfig(cluster, subject.path("user").asText(), groups);
    }
    return KubeConfig.read(Path.of(write("own.kubeconfig", text)));
  }

  @ParameterizedTest
  @MethodSource
  void users(JsonNode row) throws Exception {
    KubeConfig config = credential(row);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                config.server().resolve("/apis/authentication.k8s.io/v1/selfsubjectreviews"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}"));
    config.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    for (JsonNode header : row.path("headers")) {
      String[] parts = header.asText().split(": ", 2);
      request.header(parts[0], parts[1]);
    }
    try (HttpClient client = HttpClient.newBuilder().sslContext(TlsContext.of(config)).build()) {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (row.path("is").isInt()) {
        assertThat(answer.statusCode()).isEqualTo(row.path("is").asInt());
        return;
      }
      assertThat(answer.statusCode()).isEqualTo(201);
      ObjectNode user = (ObjectNode) YAML.readTree(answer.body()).at("/status/userInfo");
      if (row.has("certificate") && !row.path("is").has("extra")) {
        user.remove("extra"); // the certificate's hash
      }
      assertThat(user).isEqualTo(row.path("is"));
    }
  }

  private static String decided(JsonNode row) throws Exception {
    ObjectNode attributes = row.deepCopy();
    ObjectNode review = YAML.createObjectNode();
    ObjectNode spec = review.putObject("spec");
    spec.set("user", attributes.remove("user"));
    spec.set(
        "groups", attributes.has("groups") ? attributes.remove("groups") : YAML.createArrayNode());
    attributes.remove("is");
    spec.set(row.has("path") ? "nonResourceAttributes" : "resourceAttributes", attributes);
    JsonNode status =
        new JsonApi(cluster.client())
            .create("/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
            .path("status");
    if (status.path("denied").asBoolean()) {
      return "denied";
    }
    return status.path("allowed").asBoolean() ? "allowed" : "no";
  }

  @ParameterizedTest
  @MethodSource
  void decisions(JsonNode row) throws Exception {
    assertThat(decided(row)).isEqualTo(row.path("is").asText());
  }
}
