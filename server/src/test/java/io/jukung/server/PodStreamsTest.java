package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.server.connect.FakeKubelet;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.PemFiles;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs, exec, attach and port-forward through the server to a kubelet, with unmodified kubectl over
 * WebSocket and over SPDY, and the refusals in the words of kube-apiserver 1.36.2.
 */
@Timeout(90)
final class PodStreamsTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";
  @TempDir static Path folder;
  private static TestServer server;
  private static FakeKubelet kubelet;

  @BeforeAll
  static void start() throws Exception {
    CertificateAuthority authority =
        CertificateAuthority.create(
            "kubelets", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    Path trusted = folder.resolve("kubelet-ca.crt");
    Files.writeString(trusted, PemFiles.certificate(authority.own().certificate()));
    server = new TestServer(folder, trusted);
    kubelet =
        new FakeKubelet(
            authority.issueServer("node", List.of("127.0.0.1"), Duration.ofDays(1)),
            PemFiles.readCertificates(folder.resolve("pki/ca.crt")).getFirst());
    post("/api/v1/namespaces", "{'metadata':{'name':'default'}}");
    post("/api/v1/namespaces/default/serviceaccounts", "{'metadata':{'name':'default'}}");
    post("/api/v1/nodes", "{'metadata':{'name':'node'}}");
    assertThat(
            server
                .send(
                    "PATCH",
                    "/api/v1/nodes/node/status",
                    ("{'status':{'addresses':[{'type':'InternalIP','address':'127.0.0.1'}],"
                            + "'daemonEndpoints':{'kubeletEndpoint':{'Port':"
                            + kubelet.port()
                            + "}}}}")
                        .replace('\'', '"'),
                    "Content-Type",
                    "application/merge-patch+json")
                .statusCode())
        .isEqualTo(200);
    pod("p", "'nodeName':'node','containers':[{'name':'c','image':'i'}]");
    pod(
        "two",
        "'nodeName':'node','containers':[{'name':'a','image':'i'},{'name':'b','image':'i'}]");
    pod("waits", "'containers':[{'name':'c','image':'i'}]");
    pod("lost", "'nodeName':'nowhere','containers':[{'name':'c','image':'i'}]");
  }

  @AfterAll
  static void stop() throws Exception {
    kubelet.close();
    server.close();
  }

  private static void post(String path, String body) throws Exception {
    HttpResponse<String> answer = server.send("POST", path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static void pod(String name, String spec) throws Exception {
    post(PODS, "{'metadata':{'name':'" + name + "'},'spec':{" + spec + "}}");
    assertThat(
            server
                .send(
                    "PATCH",
                    PODS + "/" + name + "/status",
                    "{\"status\":{\"phase\":\"Running\"}}",
                    "Content-Type",
                    "application/merge-patch+json")
                .statusCode())
        .isEqualTo(200);
  }

  /** A kubectl and the environment that makes it speak WebSocket or SPDY. */
  record Client(String binary, boolean webSocket) {
    Process start(String... arguments) throws IOException {
      List<String> command = new ArrayList<>(List.of(binary, "--namespace=default"));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> environment = builder.environment();
      environment.put("KUBECONFIG", server.server().adminKubeconfig().toString());
      environment.put("HOME", folder.toString());
      environment.put("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(webSocket));
      environment.put("KUBECTL_PORT_FORWARD_WEBSOCKETS", Boolean.toString(webSocket));
      return builder.start();
    }

    /** Runs with the input; what it printed and its exit code, errors behind. */
    String run(String input, String... arguments) throws IOException, InterruptedException {
      Process process = start(arguments);
      Thread _ =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (OutputStream stdin = process.getOutputStream()) {
                      stdin.write(input.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                      // It does not want any more.
                    }
                  });
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return out + "[" + process.exitValue() + "]" + err;
    }
  }

  static Stream<Client> clients() {
    List<String> binaries = new ArrayList<>();
    String listed = System.getenv().getOrDefault("JUKUNG_KUBECTL", "");
    if (!listed.isEmpty()) {
      binaries.addAll(List.of(listed.split(File.pathSeparator, -1)));
    } else {
      for (String bin : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        if (binaries.isEmpty() && Files.isExecutable(Path.of(bin, "kubectl"))) {
          binaries.add(Path.of(bin, "kubectl").toString());
        }
      }
    }
    assertThat(binaries)
        .as("put a kubectl on the path or list some in JUKUNG_KUBECTL")
        .isNotEmpty();
    return binaries.stream()
        .flatMap(binary -> Stream.of(new Client(binary, true), new Client(binary, false)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void execRunsCommands(Client kubectl) throws Exception {
    assertThat(kubectl.run("", "exec", "p", "--", "echo", "a b", "c")).isEqualTo("a b c\n[0]");
    assertThat(kubectl.run("in\n", "exec", "-i", "p", "--", "cat")).isEqualTo("in\n[0]");
    assertThat(kubectl.run("", "exec", "p", "--", "sh", "-c", "echo e >&2; exit 3"))
        .isEqualTo("[3]e\ncommand terminated with exit code 3\n");
    String large = "0123456789abcdef".repeat(64 << 10);
    assertThat(kubectl.run(large, "exec", "-i", "p", "--", "cat")).isEqualTo(large + "[0]");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void filesAreCopied(Client kubectl) throws Exception {
    Path source = Files.createDirectories(folder.resolve("inside-" + kubectl.hashCode()));
    byte[] content = new byte[300_000];
    new SecureRandom().nextBytes(content);
    Files.write(source.resolve("file"), content);
    Path target = folder.resolve("copy-" + kubectl.hashCode());
    assertThat(kubectl.run("", "cp", "p:" + source.resolve("file"), target.toString()))
        .contains("[0]");
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    Path there = source.resolve("back");
    assertThat(kubectl.run("", "cp", target.toString(), "p:" + there)).contains("[0]");
    assertThat(Files.readAllBytes(there)).isEqualTo(content);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void attachHearsAndIsHeard(Client kubectl) throws Exception {
    assertThat(kubectl.run("hello\n", "attach", "-i", "p")).startsWith("hello\n[0]");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void portsAreForwarded(Client kubectl) throws Exception {
    try (ServerSocket behind = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Process forward =
          kubectl.start(
              "port-forward", "pod/p", "--address=127.0.0.1", ":" + behind.getLocalPort());
      try (BufferedReader lines = forward.inputReader()) {
        String line = lines.readLine();
        assertThat(line).startsWith("Forwarding from 127.0.0.1:");
        int local = Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:(\\d+) .*", "$1"));
        try (Socket near = new Socket(InetAddress.getLoopbackAddress(), local);
            Socket far = behind.accept()) {
          near.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
          assertThat(new String(far.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
              .isEqualTo("ping");
          far.getOutputStream().write("pong".getBytes(StandardCharsets.UTF_8));
          assertThat(new String(near.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
              .isEqualTo("pong");
        }
      } finally {
        forward.destroy();
      }
    }
  }

  @Test
  void logsAreReadAndFollowed() throws Exception {
    Client kubectl = clients().findFirst().orElseThrow();
    assertThat(kubectl.run("", "logs", "p", "--tail=2", "--timestamps")).isEqualTo("one\ntwo\n[0]");
    Process follow = kubectl.start("logs", "-f", "p");
    try (BufferedReader lines = follow.inputReader()) {
      kubelet.log("first");
      assertThat(lines.readLine()).isEqualTo("first");
      kubelet.log("second");
      assertThat(lines.readLine()).isEqualTo("second");
      kubelet.log("");
      assertThat(lines.readLine()).isNull();
      assertThat(follow.waitFor()).isZero();
    }
  }

  @Test
  void aClientThatLeavesEndsTheCommand() throws Exception {
    Client kubectl = clients().findFirst().orElseThrow();
    Path mark = folder.resolve("mark");
    Process running =
        kubectl.start("exec", "p", "--", "sh", "-c", "echo $$; exec sleep 80 > " + mark);
    try (BufferedReader lines = running.inputReader()) {
      long pid = Long.parseLong(lines.readLine());
      ProcessHandle command = ProcessHandle.of(pid).orElseThrow();
      running.destroyForcibly();
      assertThat(command.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  private static String message(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);
    String told = new ObjectMapper().readTree(answer.body()).path("message").asText();
    return answer.statusCode() + " " + told;
  }

  @Test
  void refusalsAreUpstreams() throws Exception {
    assertThat(message(PODS + "/two/log"))
        .isEqualTo("400 a container name must be specified for pod two, choose one of: [a b]");
    assertThat(message(PODS + "/p/log?container=x"))
        .isEqualTo("400 container x is not valid for pod p");
    assertThat(message(PODS + "/none/log")).isEqualTo("404 pods \"none\" not found");
    assertThat(message(PODS + "/lost/log")).isEqualTo("404 nodes \"nowhere\" not found");
    assertThat(server.get(PODS + "/waits/log").statusCode()).isEqualTo(204);
    assertThat(message(PODS + "/p/log?tailLines=-1"))
        .isEqualTo(
            "422 PodLogOptions \"p\" is invalid: tailLines: Invalid value: -1: must be greater"
                + " than or equal to 0");
    assertThat(message(PODS + "/waits/exec?command=ls"))
        .isEqualTo("400 pod waits does not have a host assigned");
    assertThat(message(PODS + "/p/exec?command=ls")).isEqualTo("400 Upgrade request required");
    assertThat(message("/api/v1/nodes/node/proxy/stats")).isEqualTo("400 address not allowed");
    assertThat(message("/api/v1/namespaces/default/services/none/proxy/"))
        .isEqualTo("404 endpoints \"none\" not found");
  }

  @Test
  void theKubeletKnowsTheServer() throws Exception {
    assertThat(server.get(PODS + "/p/log?sinceSeconds=5&limitBytes=7").body())
        .isEqualTo("one\ntwo\n");
    String request = kubelet.nextRequest();
    while (!request.contains("sinceSeconds=5")) {
      request = kubelet.nextRequest();
    }
    assertThat(request)
        .isEqualTo(
            "GET /containerLogs/default/p/c?limitBytes=7&sinceSeconds=5"
                + " CN=kube-apiserver-kubelet-client,O=system:masters");
  }
}
