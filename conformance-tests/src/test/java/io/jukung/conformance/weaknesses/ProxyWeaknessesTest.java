package io.jukung.conformance.weaknesses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import io.jukung.conformance.proxies.EchoServer;
import io.jukung.conformance.proxies.Identity;
import io.jukung.conformance.proxies.Proxied;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What may be reached through the API server, and what those behind it may make of that. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyWeaknessesTest {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private SSLContext identity;
  private String authority = "";

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    identity = Identity.selfSigned(folder);
    authority = Identity.authority(folder);
  }

  private static String upgrade(Space space, String token, String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + space.client().config().server().getAuthority()
        + "\r\nAuthorization: Bearer "
        + token
        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  }

  /** A refused upgrade leaves no open line to the backend, with the server's own credentials. */
  @Test
  @DisplayName("CVE-2018-1002105: requests behind an upgrade that was refused")
  void behindARefusedUpgrade(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer backend = EchoServer.http(proxied.address(), "backend")) {
      backend.at(
          "/refused",
          exchange ->
              EchoServer.answer(
                  exchange, 403, "text/plain", "no".getBytes(StandardCharsets.UTF_8)));
      String path = proxied.pod("p", backend.port()) + "/proxy/";
      try (RawClient client = RawClient.connect(space, "http/1.1")) {
        client.write(upgrade(space, RawClient.token(space), path + "refused"));
        assertThat(client.readUntil("\r\n", Duration.ofSeconds(20))).contains(" 403 ");
        // To the backend, if this is its connection: there any path would be echoed.
        client.write("GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.readUntil("no-such-end", Duration.ofSeconds(2)))
            .doesNotContain("\"server\":\"backend\"");
      } catch (IOException e) {
        assertThat(e).as("closed, so nothing is behind it").isNotNull();
      }
      assertThat(backend.requests()).isZero();
    }
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    EchoServer.answer(exchange, 302, "text/plain", new byte[0]);
  }

  @Test
  @DisplayName("CVE-2020-8559: redirects as the answer to an upgrade")
  void redirectedUpgrades(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer backend = EchoServer.http(proxied.address(), "backend");
        EchoServer other = EchoServer.http(proxied.address(), "other")) {
      backend.at("/away", exchange -> redirect(exchange, "http://" + other.authority() + "/x"));
      String path = proxied.pod("p", backend.port()) + "/proxy/away";
      try (RawClient client = RawClient.connect(space, "http/1.1")) {
        client.write(upgrade(space, RawClient.token(space), path));
        String head = client.readUntil("\r\n\r\n", Duration.ofSeconds(20));
        assertThat(head).startsWith("HTTP/1.1 500").doesNotContain("ocation:");
      }
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  @DisplayName("CVE-2018-1002102: kubelets that redirect the API server elsewhere")
  void kubeletsThatRedirect(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer kubelet = EchoServer.https(proxied.address(), "kubelet", identity);
        EchoServer other = EchoServer.https(proxied.address(), "other", identity)) {
      String away = "https://" + other.authority() + "/x";
      kubelet.at("/containerLogs", exchange -> redirect(exchange, away));
      kubelet.at("/exec", exchange -> redirect(exchange, away));
      proxied.node(kubelet.port());
      Resource pods = space.namespaced("v1", "pods", "Pod");
      pods.create(
          "{metadata: {name: p}, spec: {nodeName: node-$RUN, containers: [{name: c, image: i}]}}");
      pods.merge("p/status", "{status: {phase: Running}}");
      HttpResponse<byte[]> logs = space.client().send(ApiRequest.of("GET", pods.path("p/log")));
      assertThat(logs.headers().firstValue("Location")).isEmpty();
      assertThat(new String(logs.body(), StandardCharsets.UTF_8)).doesNotContain("\"other\"");
      try (RawClient client = RawClient.connect(space, "http/1.1")) {
        String exec = pods.path("p/exec?command=id&stdout=true");
        client.write(upgrade(space, RawClient.token(space), exec));
        String head = client.readUntil("\r\n\r\n", Duration.ofSeconds(20));
        assertThat(head).doesNotContain("ocation:").doesNotContain(" 101 ").doesNotContain(" 302 ");
      }
      assertThat(other.requests()).isZero();
    }
  }

  /** With the API server's own address a node's proxy would be the API server as itself. */
  @Test
  @DisplayName("CVE-2022-3294: nodes whose address is the API server's own")
  void nodesAtTheServersOwnAddress(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    int port = space.client().config().server().getPort();
    String path = proxied.node(port);
    String node = path.substring(path.lastIndexOf('/') + 1);
    Resource nodes = space.resource("v1", "nodes", "Node");
    for (String address :
        List.of(
            "{type: InternalIP, address: 127.0.0.1}",
            "{type: InternalIP, address: '::1'}",
            "{type: InternalIP, address: '::ffff:127.0.0.1'}",
            "{type: InternalIP, address: 0.0.0.0}",
            "{type: InternalIP, address: 169.254.169.254}",
            "{type: Hostname, address: localhost}")) {
      nodes.edit(
          node,
          "status",
          object -> {
            try {
              object.withObject("/status").putArray("addresses").add(space.yaml(address));
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      for (String name :
          List.of(path, path + ":" + port, path.replace(node, "https:" + node + ":" + port))) {
        JsonNode status =
            space.api().call(400, ApiRequest.of("GET", name + "/proxy/api/v1/namespaces"));
        assertThat(status.path("message").asText()).as(address).isEqualTo("address not allowed");
      }
    }
  }

  private static void extension(Space space, int port) throws Exception {
    space
        .namespaced("v1", "services", "Service")
        .create(
            "{metadata: {name: extension}, spec: {type: ExternalName, externalName: localhost,"
                + " ports: [{port: "
                + port
                + "}]}}");
    space
        .resource("apiregistration.k8s.io/v1", "apiservices", "APIService")
        .create(
            """
            metadata: {name: v1.$RUN.example.com}
            spec:
              group: $RUN.example.com
              version: v1
              groupPriorityMinimum: 100
              versionPriority: 100
              insecureSkipTLSVerify: true
              service: {namespace: $NS, name: extension, port: $PORT}
            """
                .replace("$PORT", Integer.toString(port)));
  }

  @Test
  @DisplayName("CVE-2022-3172: extension servers that redirect clients elsewhere")
  void extensionsThatRedirect(Space space) throws Exception {
    try (EchoServer extension =
            EchoServer.https(InetAddress.getLoopbackAddress(), "extension", identity);
        EchoServer other = EchoServer.http(InetAddress.getLoopbackAddress(), "other")) {
      String group = "/apis/" + space.run() + ".example.com/v1";
      extension.at(
          group + "/away", exchange -> redirect(exchange, "http://" + other.authority() + "/x"));
      extension(space, extension.port());
      Await.until("the API is available", BOUND, () -> space.api().status(group) == 200);
      HttpResponse<byte[]> answer = space.client().send(ApiRequest.of("GET", group + "/away"));
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .isEqualTo("the backend attempted to redirect this request, which is not permitted");
      assertThat(other.requests()).isZero();
    }
  }

  /** The API server is no way to a webhook for those who may not use the proxy. */
  @Test
  @DisplayName("CVE-2025-1974: webhooks reached by those who may not")
  void webhooksAreNotForEverybody(Space space) throws Exception {
    Proxied proxied = new Proxied(space);
    try (EchoServer webhook = EchoServer.https(proxied.address(), "webhook", identity)) {
      proxied.service("webhook", webhook.port(), webhook.port());
      String review = "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"}";
      String root = "/api/v1/namespaces/" + space.namespace();
      List<String> ways =
          List.of(
              root + "/services/https:webhook:tls/proxy/validate",
              root + "/services/https:webhook:443/proxy/validate",
              root + "/pods/https:webhook:" + webhook.port() + "/proxy/validate");
      for (String way : ways) {
        assertThat(Caller.somebody(space).refused(403, ApiRequest.json("POST", way, review)))
            .contains("/proxy\" in API group \"\"");
      }
      assertThat(webhook.requests()).isZero();
      space.api().call(200, ApiRequest.json("POST", ways.getFirst(), review));
      assertThat(webhook.requests()).as("it is there").isEqualTo(1);
    }
  }

  /** Open by design upstream, which follows redirects of webhooks and logs what comes. */
  @Test
  @DisplayName("CVE-2020-8561: webhooks that redirect the API server elsewhere")
  void webhooksThatRedirect(Space space) throws Exception {
    try (EchoServer webhook =
            EchoServer.https(InetAddress.getLoopbackAddress(), "webhook", identity);
        EchoServer other = EchoServer.http(InetAddress.getLoopbackAddress(), "other")) {
      AtomicInteger called = new AtomicInteger();
      webhook.at(
          "/away",
          exchange -> {
            called.incrementAndGet();
            redirect(exchange, "http://" + other.authority() + "/x");
          });
      space
          .resource(
              "admissionregistration.k8s.io/v1",
              "validatingwebhookconfigurations",
              "ValidatingWebhookConfiguration")
          .create(
              """
              metadata: {name: away-$RUN}
              webhooks:
              - name: away.example.com
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                namespaceSelector: {matchLabels: {run: $RUN}}
                rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
                clientConfig: {url: "https://localhost:$PORT/away", caBundle: $CA}
              """
                  .replace("$PORT", Integer.toString(webhook.port()))
                  .replace("$CA", authority));
      Resource maps = space.namespaced("v1", "configmaps", "ConfigMap");
      Await.until(
          "the webhook counts",
          BOUND,
          () -> maps.tryCreate("{metadata: {generateName: a-}}") != 201);
      JsonNode status = maps.refused(500, "{metadata: {name: one}}");
      assertThat(status.path("message").asText())
          .contains("failed calling webhook \"away.example.com\"");
      assertThat(called.get()).isPositive();
      assertThat(other.requests()).isZero();
    }
  }
}
