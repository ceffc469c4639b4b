package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose files say who is known and who is asked, with a webhook for both. */
class AccessFilesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String AUTHORIZERS =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: AuthorizationConfiguration
      authorizers:
      - {type: Node, name: node}
      - {type: RBAC, name: rbac}
      """;
  private static final String WEBHOOK =
      """
      - type: Webhook
        name: hook
        webhook:
          timeout: 10s
          subjectAccessReviewVersion: v1
          matchConditionSubjectAccessReviewVersion: v1
          failurePolicy: Deny
          connectionInfo: {type: KubeConfigFile, kubeConfigFile: $FILE}
          matchConditions: [{expression: "request.user == 'hook-user'"}]
      """;

  @TempDir static Path folder;
  private static HttpServer webhook;
  private static Path authorizers;
  private static Path clientAuthorities;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    webhook.createContext("/", AccessFilesTest::answer);
    webhook.start();
    Path kubeconfig =
        write(
            "webhook.kubeconfig",
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: w, cluster: {server: "http://127.0.0.1:%d/"}}]
            contexts: [{name: c, context: {cluster: w, user: ""}}]
            current-context: c
            """
                .formatted(webhook.getAddress().getPort()));
    authorizers =
        write("authorizers.yaml", AUTHORIZERS + WEBHOOK.replace("$FILE", kubeconfig.toString()));
    clientAuthorities = write("clients.crt", resource("certificate.pem"));
    Path authenticators =
        write(
            "authenticators.yaml",
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthenticationConfiguration
            anonymous: {enabled: true, conditions: [{path: /healthz}]}
            """);
    cluster =
        TestCluster.startOwn(
            "--enable-bootstrap-token-auth",
            "--client-ca-file",
            clientAuthorities.toString(),
            "--authentication-config",
            authenticators.toString(),
            "--authentication-token-webhook-config-file",
            kubeconfig.toString(),
            "--authentication-token-webhook-version",
            "v1",
            "--authorization-config",
            authorizers.toString());
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
    webhook.stop(0);
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String resource(String name) throws IOException {
    return Files.readString(
        Repository.find().root().resolve("conformance-tests/src/test/resources/auth/" + name));
  }

  /** Knows one token, and lets its user do what is about config maps. */
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode review = (ObjectNode) MAPPER.readTree(exchange.getRequestBody());
      JsonNode spec = review.path("spec");
      ObjectNode status = review.putObject("status");
      if (review.path("kind").asText("").equals("TokenReview")) {
        boolean known = spec.path("token").asText("").equals("hook-token");
        status.put("authenticated", known);
        status.putObject("user").put("username", known ? "hook-user" : "");
      } else {
        String resource = spec.at("/resourceAttributes/resource").asText("");
        status.put("allowed", resource.equals("configmaps")).put("reason", "said the hook");
      }
      byte[] body = review.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static HttpResponse<byte[]> as(String token, ApiRequest request) throws Exception {
    var config = cluster.client().config();
    return as(token.isEmpty() ? config.anonymous() : config.withToken(token), request);
  }

  private static HttpResponse<byte[]> as(KubeConfig config, ApiRequest request) throws Exception {
    try (ApiClient client = new ApiClient(config)) {
      return client.send(request);
    }
  }

  private static JsonNode whoAmI(String token) throws Exception {
    return whoAmI(cluster.client().config().withToken(token));
  }

  private static JsonNode whoAmI(KubeConfig config) throws Exception {
    HttpResponse<byte[]> answer =
        as(
            config,
            ApiRequest.json(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}"));
    return answer.statusCode() == 201
        ? MAPPER.readTree(answer.body()).at("/status/userInfo")
        : MAPPER.readTree("{\"code\":" + answer.statusCode() + "}");
  }

  @Test
  void aBootstrapTokenIsGoodWhileItsSecretIs() throws Exception {
    JsonApi api = new JsonApi(cluster.client());
    var _ =
        api.create(
            "/api/v1/namespaces/kube-system/secrets",
            api.parse(
                "{\"metadata\":{\"name\":\"bootstrap-token-abcdef\"},"
                    + "\"type\":\"bootstrap.kubernetes.io/token\",\"stringData\":{\"token-id\":\"abcdef\","
                    + "\"token-secret\":\"0123456789abcdef\",\"usage-bootstrap-authentication\":\"true\","
                    + "\"auth-extra-groups\":\"system:bootstrappers:x\"}}"));
    String token = "abcdef.0123456789abcdef";
    Await.until(
        "the token is known",
        Duration.ofSeconds(30),
        () -> whoAmI(token).path("username").asText("").equals("system:bootstrap:abcdef"));
    assertThat(whoAmI(token).path("groups").toString())
        .isEqualTo(
            "[\"system:bootstrappers\",\"system:bootstrappers:x\",\"system:authenticated\"]");
    assertThat(whoAmI("abcdef.0123456789abcdeg").path("code").asInt()).isEqualTo(401);
    var _ = api.delete("/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef");
    Await.until(
        "the token is gone",
        Duration.ofSeconds(30),
        () -> whoAmI(token).path("code").asInt() == 401);
  }

  /**
   * The authority that is put into the file signs the server's own proxy, which is no user else.
   */
  @Test
  void clientsOfOtherAuthoritiesAreUsersOnceTheFileHasThem() throws Exception {
    Path pki = cluster.dataDir().resolve("pki");
    KubeConfig server = cluster.client().config();
    KubeConfig proxy =
        new KubeConfig(
            server.server(),
            server.skipVerify(),
            server.authorityPem(),
            Optional.of(Files.readString(pki.resolve("front-proxy-client.crt"))),
            Optional.of(Files.readString(pki.resolve("front-proxy-client.key"))),
            Optional.empty());
    assertThat(whoAmI(proxy).path("code").asInt()).isEqualTo(401);
    String authority = Files.readString(pki.resolve("front-proxy-ca.crt"));
    Files.writeString(clientAuthorities, authority);
    Await.until(
        "the client is a user",
        Duration.ofSeconds(90),
        () -> whoAmI(proxy).path("username").asText("").equals("front-proxy-client"));
    JsonApi api = new JsonApi(cluster.client());
    Await.until(
        "extension servers are told",
        Duration.ofSeconds(90),
        () ->
            api.get("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")
                .at("/data/client-ca-file")
                .asText("")
                .endsWith(authority));
    assertThat(cluster.client().send(ApiRequest.of("GET", "/api/v1/namespaces")).statusCode())
        .isEqualTo(200);
    Files.writeString(clientAuthorities, resource("certificate.pem"));
    Await.until(
        "the client is none any more",
        Duration.ofSeconds(90),
        () -> whoAmI(proxy).path("code").asInt() == 401);
  }

  @ParameterizedTest
  @CsvSource({"/healthz, 200", "/healthz/ping, 401", "/livez, 401", "/version, 401", "/api, 401"})
  void strangersReachTheConfiguredPaths(String path, int status) throws Exception {
    assertThat(as("", ApiRequest.of("GET", path)).statusCode()).isEqualTo(status);
  }

  @Test
  void theWebhookSaysWhoAsksAndWhatHeMayDo() throws Exception {
    assertThat(whoAmI("hook-token").path("username").asText()).isEqualTo("hook-user");
    assertThat(whoAmI("other-token").path("code").asInt()).isEqualTo(401);
    String pods = "/api/v1/namespaces/default/";
    assertThat(as("hook-token", ApiRequest.of("GET", pods + "configmaps")).statusCode())
        .isEqualTo(200);
    HttpResponse<byte[]> refused = as("hook-token", ApiRequest.of("GET", pods + "secrets"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(MAPPER.readTree(refused.body()).path("message").asText())
        .isEqualTo(
            "secrets is forbidden: User \"hook-user\" cannot list resource \"secrets\" in API group"
                + " \"\" in the namespace \"default\": said the hook");
    String before = Files.readString(authorizers);
    Files.writeString(authorizers, AUTHORIZERS);
    Await.until(
        "the webhook is not asked any more",
        Duration.ofSeconds(30),
        () -> as("hook-token", ApiRequest.of("GET", pods + "configmaps")).statusCode() == 403);
    Files.writeString(authorizers, "broken");
    Files.writeString(authorizers, before);
    Await.until(
        "the webhook is asked again",
        Duration.ofSeconds(30),
        () -> as("hook-token", ApiRequest.of("GET", pods + "configmaps")).statusCode() == 200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--authentication-config /no/such | failed to load authentication configuration from file"
            + " \"/no/such\": ",
        "--client-ca-file /no/such | error loading CA bundle for \"client-ca-bundle::/no/such\": ",
        "--requestheader-client-ca-file /dev/null | error loading CA bundle for"
            + " \"request-header::/dev/null\": data does not contain any valid RSA or ECDSA"
            + " certificates",
        "--oidc-issuer-url https://x.test | oidc-issuer-url and oidc-client-id must be specified"
            + " together when any oidc-* flags are set",
        "--oidc-issuer-url http://x.test --oidc-client-id c | invalid authentication configuration:"
            + " jwt[0].issuer.url: Invalid value: \"http://x.test\": URL scheme must be https",
        "--oidc-issuer-url https://x.test --oidc-client-id c --oidc-signing-algs HS256 | oidc:"
            + " unsupported signing alg: \"HS256\"",
        "--authentication-config /a --oidc-issuer-url https://x.test --oidc-client-id c |"
            + " authentication-config file and oidc-* flags are mutually exclusive",
        "--authorization-mode Webhook | authorization-mode Webhook's authorization config file not"
            + " passed",
        "--authorization-webhook-config-file /a | cannot specify"
            + " --authorization-webhook-config-file without mode Webhook",
        "--authorization-config /a --authorization-mode RBAC | --authorization-config can not be"
            + " specified when --authorization-mode or --authorization-webhook-* flags are defined",
        "--authentication-token-webhook-config-file /a --authentication-token-webhook-version v2 |"
            + " unsupported authentication webhook version \"v2\", supported versions are \"v1\","
            + " \"v1beta1\"",
      })
  void whatCannotBeUsedEndsTheStart(String options, String problem) throws Exception {
    String[] given = options.split(" ", -1);
    String[] command = new String[given.length + 5];
    System.arraycopy(given, 0, command, 5, given.length);
    command[0] = "server";
    command[1] = "--secure-port";
    command[2] = "0";
    command[3] = "--data-dir";
    command[4] = folder.resolve("other").toString();
    Launcher.Ended ended = Launcher.jukung(command);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output()).contains(problem);
  }
}
