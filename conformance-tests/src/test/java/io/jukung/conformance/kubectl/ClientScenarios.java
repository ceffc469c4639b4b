package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.conformance.kubectl.Kubectl.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What upstream's conformance tests ask of kubectl itself. Upstream: {@code kubectl/kubectl.go}.
 */
final class ClientScenarios {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ClientScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("api-versions has v1", ClientScenarios::apiVersions),
        new Scenario("cluster-info names the control plane", ClientScenarios::clusterInfo),
        new Scenario("version prints both", ClientScenarios::version),
        new Scenario("diff of a deployment", ClientScenarios::diff),
        new Scenario("run --restart=Never", ClientScenarios::run),
        new Scenario("patch --dry-run=server", ClientScenarios::dryRun),
        new Scenario("proxy --port=0", ClientScenarios::proxyAtAPort),
        new Scenario("proxy --unix-socket", ClientScenarios::proxyAtASocket));
  }

  private static void apiVersions(Kubectl kubectl) throws Exception {
    assertThat(kubectl.ok("api-versions").lines()).contains("v1");
  }

  private static void clusterInfo(Kubectl kubectl) throws Exception {
    String server =
        kubectl
            .ok("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")
            .out();
    assertThat(kubectl.ok("cluster-info").out().replaceAll("\u001b\\[[0-9;]*m", ""))
        .contains("Kubernetes control plane is running at " + server);
  }

  private static void version(Kubectl kubectl) throws Exception {
    String version = "v\\d\\.\\d+\\.[\\w\\-.+]+";
    assertThat(kubectl.ok("version").lines())
        .anyMatch(line -> line.matches("Client Version: " + version))
        .anyMatch(line -> line.matches("Server Version: " + version));
  }

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      spec:
        replicas: 3
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec:
            containers:
            - name: c
              image: registry.example.com/first:1
      """;

  private static void diff(Kubectl kubectl) throws Exception {
    kubectl.pipe(DEPLOYMENT, "create", "-f", "-");
    Path other = kubectl.file("d.yaml", DEPLOYMENT.replace("first:1", "second:2"));
    Result result = kubectl.run("", Map.of(), "diff", "-f", other.toString());
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.lines())
        .contains(
            "-  - image: registry.example.com/first:1",
            "+  - image: registry.example.com/second:2");
    assertThat(image(kubectl, "deployment/d", "{.spec.template.spec.containers[0].image}"))
        .isEqualTo("registry.example.com/first:1");
  }

  private static String image(Kubectl kubectl, String object, String path) throws Exception {
    return kubectl.ok("get", object, "-o", "jsonpath=" + path).out();
  }

  private static void run(Kubectl kubectl) throws Exception {
    kubectl.ok("run", "p", "--restart=Never", "--image=i:1");
    assertThat(image(kubectl, "pod/p", "{.spec.containers[0].image} {.spec.restartPolicy}"))
        .isEqualTo("i:1 Never");
    kubectl.ok("delete", "pod", "p");
  }

  private static void dryRun(Kubectl kubectl) throws Exception {
    kubectl.ok("run", "p", "--image=i:1", "--labels=run=p");
    String patch = "{\"spec\":{\"containers\":[{\"name\":\"p\",\"image\":\"other:2\"}]}}";
    String path = "{.spec.containers[0].image}";
    assertThat(
            kubectl
                .ok("patch", "pod", "p", "-p", patch, "--dry-run=server", "-o", "jsonpath=" + path)
                .out())
        .isEqualTo("other:2");
    assertThat(image(kubectl, "pod/p", path)).isEqualTo("i:1");
    kubectl.ok("delete", "pod", "p");
  }

  private static void proxyAtAPort(Kubectl kubectl) throws Exception {
    Process proxy = kubectl.start("proxy", "--port=0", "--disable-filter=true");
    try (BufferedReader lines = proxy.inputReader();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("Starting to serve on ")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      String address = line.substring("Starting to serve on ".length()).strip();
      String body =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + address + "/api/")).build(),
                  BodyHandlers.ofString())
              .body();
      versions(body);
    } finally {
      proxy.destroy();
    }
  }

  private static void versions(String body) throws IOException {
    JsonNode document = MAPPER.readTree(body);
    assertThat(document.path("kind").asText()).isEqualTo("APIVersions");
    assertThat(document.at("/versions/0").asText()).isEqualTo("v1");
  }

  private static void proxyAtASocket(Kubectl kubectl) throws Exception {
    Path socket = kubectl.file(kubectl.namespace() + ".socket", "");
    Files.delete(socket);
    Process proxy = kubectl.start("proxy", "--unix-socket=" + socket);
    try (BufferedReader lines = proxy.inputReader()) {
      assertThat(lines.readLine()).startsWith("Starting to serve on ");
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket));
        channel.write(
            ByteBuffer.wrap(
                "GET /api HTTP/1.0\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
        String answer =
            new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.0 200 OK");
        versions(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      }
    } finally {
      proxy.destroy();
    }
  }
}
