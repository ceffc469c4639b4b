package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An extension server behind the API server: a real one, which believes its front proxy only. */
@Timeout(90)
final class AggregationTest {
  private static final String API_SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
  private static final String GROUP = "/apis/wardle.test/v1";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  @TempDir static Path folder;
  private static TestServer server;
  private static CertificateAuthority authority;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    authority =
        CertificateAuthority.create(
            "extension", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    post("/api/v1/namespaces", "{'metadata':{'name':'ext'}}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void post(String path, String body) throws Exception {
    HttpResponse<String> answer = server.send("POST", path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /**
   * An HTTPS server that wants the front proxy's certificate and tells who it was told to serve.
   */
  private static HttpsServer extension(String service) throws Exception {
    KeyAndCertificate identity =
        authority.issueServer("extension", List.of(service + ".ext.svc"), Duration.ofDays(1));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, new char[0]);
    X509Certificate frontProxy =
        PemFiles.readCertificates(folder.resolve("pki/front-proxy-ca.crt")).getFirst();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", frontProxy);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer extension =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    extension.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    extension.createContext("/", AggregationTest::serve);
    extension.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    extension.start();
    return extension;
  }

  private static void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body;
    if (path.equals(GROUP)) {
      body =
          "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"wardle.test/v1\","
              + "\"resources\":[{\"name\":\"flunders\",\"singularName\":\"flunder\","
              + "\"namespaced\":true,\"kind\":\"Flunder\",\"verbs\":[\"get\",\"list\"]},"
              + "{\"name\":\"flunders/status\",\"singularName\":\"\",\"namespaced\":true,"
              + "\"kind\":\"Flunder\",\"verbs\":[\"get\"]}]}";
    } else if (path.equals("/openapi/v3")) {
      body =
          "{\"paths\":{\"apis/wardle.test/v1\":{\"serverRelativeURL\":\"/openapi/v3/apis/wardle.test/v1"
              + "?hash=1\"}}}";
    } else if (path.equals("/openapi/v2")) {
      body =
          "{\"swagger\":\"2.0\",\"paths\":{\"/apis/wardle.test/v1/flunders\":{\"get\":{"
              + "\"responses\":{\"200\":{\"description\":\"OK\",\"schema\":{\"$ref\":"
              + "\"#/definitions/test.Flunder\"}}}}}},"
              + "\"definitions\":{\"test.Flunder\":{\"type\":\"object\"}}}";
    } else if (path.startsWith("/openapi/v3/")) {
      body = "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"wardle\"}}";
    } else {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      body =
          String.join(
              "|",
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(headers.getFirst("X-Remote-User")),
              String.valueOf(headers.get("X-Remote-Group")),
              String.valueOf(headers.getFirst("X-Remote-Uid")),
              String.valueOf(headers.getFirst("Authorization")),
              ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName(),
              new String(sent, StandardCharsets.UTF_8));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Waits until the object's condition has the reason; the last line of a watch that says so. */
  private static String await(String name, String reason) throws Exception {
    HttpResponse<Stream<String>> watch =
        server
            .client()
            .send(
                server
                    .request(
                        API_SERVICES
                            + "?watch=true&timeoutSeconds=60&fieldSelector=metadata.name%3D"
                            + name)
                    .build(),
                HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = watch.body()) {
      return lines
          .filter(line -> line.contains("\"reason\":\"" + reason + "\""))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void register(String service, int port, String group) throws Exception {
    String ca =
        Base64.getEncoder()
            .encodeToString(
                PemFiles.certificate(authority.own().certificate())
                    .getBytes(StandardCharsets.UTF_8));
    post(
        API_SERVICES,
        "{'metadata':{'name':'v1."
            + group
            + "'},'spec':{'group':'"
            + group
            + "','version':'v1','groupPriorityMinimum':2000,'versionPriority':10,'service':"
            + "{'namespace':'ext','name':'"
            + service
            + "','port':"
            + port
            + "},'caBundle':'"
            + ca
            + "'}}");
  }

  private static void service(String name, int port) throws Exception {
    post(
        "/api/v1/namespaces/ext/services",
        "{'metadata':{'name':'"
            + name
            + "'},'spec':{'type':'ExternalName','externalName':'localhost','ports':[{'port':"
            + port
            + "}]}}");
  }

  @Test
  void anExtensionServerIsServed() throws Exception {
    HttpsServer extension = extension("wardle");
    int port = extension.getAddress().getPort();
    try {
      register("wardle", port, "wardle.test");
      assertThat(await("v1.wardle.test", "ServiceNotFound"))
          .contains("service/wardle in \\\"ext\\\" is not present");
      HttpResponse<String> away = server.get(GROUP);
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.body()).isEqualTo("service unavailable\n");

      service("wardle", port);
      assertThat(await("v1.wardle.test", "Passed")).contains("all checks passed");
      requests();
      discovery();
    } finally {
      extension.stop(0);
    }
    HttpResponse<String> gone = server.get(GROUP + "/flunders");
    assertThat(gone.statusCode()).isEqualTo(503);
    assertThat(gone.body())
        .startsWith("error trying to reach service: dial tcp localhost:" + port)
        .endsWith(": connect: connection refused\n");
  }

  private static void requests() throws Exception {
    HttpResponse<String> read =
        server.get(
            GROUP + "/namespaces/ext/flunders?labelSelector=a%3Db",
            "X-Remote-User",
            "forged",
            "X-Remote-Group",
            "system:masters");
    assertThat(read.body())
        .isEqualTo(
            "GET|/apis/wardle.test/v1/namespaces/ext/flunders?labelSelector=a%3Db|admin|"
                + "[system:masters, system:authenticated]|uid1|null|CN=front-proxy-client|");
    HttpResponse<String> written =
        server.send("POST", GROUP + "/namespaces/ext/flunders", "{\"a\":1}");
    assertThat(written.body()).startsWith("POST|").endsWith("|{\"a\":1}");
    String large = "x".repeat(1 << 20);
    assertThat(server.send("PUT", GROUP + "/flunders/f", large).body()).endsWith("|" + large);
  }

  private static void discovery() throws Exception {
    assertThat(server.get(GROUP).body()).contains("\"groupVersion\":\"wardle.test/v1\"");
    assertThat(server.get("/apis").body()).contains("{\"name\":\"wardle.test\",\"versions\":");
    assertThat(server.get("/apis/wardle.test").body())
        .contains("\"preferredVersion\":{\"groupVersion\":\"wardle.test/v1\",\"version\":\"v1\"}");
    JsonNode aggregated =
        MAPPER.readTree(
            server
                .get(
                    "/apis",
                    "Accept",
                    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
                .body());
    assertThat(server.get("/openapi/v3").body())
        .contains("\"/openapi/v3/apis/wardle.test/v1?hash=");
    assertThat(server.get("/openapi/v3/apis/wardle.test/v1").body())
        .isEqualTo("{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"wardle\"}}");
    JsonNode v2 = MAPPER.readTree(server.get("/openapi/v2").body());
    assertThat(v2.at("/paths/~1apis~1wardle.test~1v1~1flunders/get").isObject()).isTrue();
    assertThat(v2.path("definitions").has("test.Flunder")).isTrue();
    assertThat(v2.path("paths").has("/api/v1/pods")).isTrue();
    assertThat(
            server
                .get("/openapi/v2", "Accept", io.jukung.registry.openapi.OpenApi.V2_PROTOBUF)
                .body())
        .contains("test.Flunder");
    JsonNode last = aggregated.path("items").path(aggregated.path("items").size() - 1);
    assertThat(last.toString())
        .isEqualTo(
            "{\"metadata\":{\"name\":\"wardle.test\"},\"versions\":[{\"version\":\"v1\","
                + "\"resources\":[{\"resource\":\"flunders\",\"responseKind\":{\"group\":\"\","
                + "\"version\":\"\",\"kind\":\"Flunder\"},\"scope\":\"Namespaced\","
                + "\"singularResource\":\"flunder\",\"verbs\":[\"get\",\"list\"],"
                + "\"subresources\":[{\"subresource\":\"status\",\"responseKind\":{\"group\":\"\","
                + "\"version\":\"\",\"kind\":\"Flunder\"},\"verbs\":[\"get\"]}]}],"
                + "\"freshness\":\"Current\"}]}");
  }

  @Test
  void aServerWithAnotherNameIsNotBelieved() throws Exception {
    HttpsServer extension = extension("somebody");
    try {
      int port = extension.getAddress().getPort();
      service("else", port);
      register("else", port, "else.test");
      assertThat(await("v1.else.test", "FailedDiscoveryCheck"))
          .contains("failing or missing response from https://localhost:" + port);
      assertThat(server.get("/apis/else.test/v1").statusCode()).isEqualTo(503);
    } finally {
      extension.stop(0);
    }
  }

  @Test
  void aServiceWithoutEndpointsIsNotAvailable() throws Exception {
    post(
        "/api/v1/namespaces/ext/services",
        "{'metadata':{'name':'empty'},'spec':{'clusterIP':'None','ports':[{'port':443}]}}");
    register("empty", 443, "empty.test");
    assertThat(await("v1.empty.test", "EndpointsNotFound"))
        .contains("cannot find endpointslices for service/empty in \\\"ext\\\"");
    register("empty", 444, "port.test");
    assertThat(await("v1.port.test", "ServicePortError"))
        .contains("service/empty in \\\"ext\\\" is not listening on port 444");
  }

  @Test
  void localServicesAreAvailableAndDefinitionsGetThem() throws Exception {
    post(
        API_SERVICES,
        "{'metadata':{'name':'v1.local.test'},'spec':{'group':'local.test','version':'v1',"
            + "'groupPriorityMinimum':1,'versionPriority':1}}");
    assertThat(await("v1.local.test", "Local")).contains("Local APIServices are always available");
    post(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        "{'metadata':{'name':'things.made.test'},'spec':{'group':'made.test','scope':'Namespaced',"
            + "'names':{'plural':'things','singular':'thing','kind':'Thing','listKind':'ThingList'},"
            + "'versions':[{'name':'v2','served':true,'storage':true,'schema':{'openAPIV3Schema':"
            + "{'type':'object'}}}]}}");
    assertThat(await("v2.made.test", "Local"))
        .contains("\"kube-aggregator.kubernetes.io/automanaged\":\"true\"")
        .contains("\"groupPriorityMinimum\":1000,\"versionPriority\":100");
  }

  @Test
  void extensionServersAreToldWhomToBelieve() throws Exception {
    JsonNode data =
        MAPPER
            .readTree(
                server
                    .get(
                        "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")
                    .body())
            .path("data");
    assertThat(data.path("requestheader-client-ca-file").asText())
        .startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(data.path("client-ca-file").asText()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(data.path("requestheader-username-headers").asText())
        .isEqualTo("[\"X-Remote-User\"]");
  }
}
