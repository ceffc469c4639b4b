package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.server.audit.AuditConfig;
import io.jukung.server.audit.AuditConfig.Batch;
import io.jukung.server.audit.AuditConfig.LogFile;
import io.jukung.server.audit.AuditConfig.Mode;
import io.jukung.server.audit.AuditConfig.Truncate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of a list of requests, held to those of a kube-apiserver 1.36.2, byte for byte. */
class AuditTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Batch BLOCKING = new Batch(Mode.BLOCKING_STRICT, 1, 1, Duration.ZERO, 0, 0);

  @TempDir private Path folder;

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(AuditTest.class.getResourceAsStream("audit/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private AuditConfig config(Path log, boolean legacy) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), resource("policy.yaml"));
    LogFile file =
        new LogFile(
            log.toString(), 0, 0, 0, legacy, false, BLOCKING, new Truncate(false, 2000, 1000));
    return new AuditConfig(
        Optional.of(new AuditConfig.Policy.InFile(policy)), Optional.of(file), Optional.empty());
  }

  @Test
  void eventsAreThoseOfKubeApiserver() throws Exception {
    Path log = folder.resolve("logs").resolve("audit.log");
    try (TestServer server = new TestServer(folder, config(log, false))) {
      String namespace = "{\"metadata\":{\"name\":\"default\"}}";
      assertThat(server.send("POST", "/api/v1/namespaces", namespace).statusCode()).isEqualTo(201);
      int number = 0;
      for (String line : resource("requests.tsv").lines().toList()) {
        send(server, number++, line.split("\t", -1));
      }
      List<String> expected = resource("events.jsonl").lines().map(AuditTest::normal).toList();
      awaitLines(log, expected.size() + 2);
      List<String> found = events(log);
      for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
        assertThat(found.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(found).hasSameSizeAs(expected);
    }
    assertThat(Files.readString(log)).as("a secret's value").doesNotContain("topsecretvalue");
    assertThat(Files.readString(log)).as("a token").doesNotContain(TestServer.ADMIN, "wrong\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  void legacyLinesAreThoseOfKubeApiserver() throws Exception {
    Path log = folder.resolve("audit.log");
    try (TestServer server = new TestServer(folder, config(log, true))) {
      send(server, 0, new String[] {"GET", "/version?a=\"b", "", ""});
      awaitLines(log, 2);
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.getFirst())
        .matches(
            "\\S+Z AUDIT: id=\"r00\" stage=\"RequestReceived\" ip=\"127.0.0.1\" method=\"get\""
                + " user=\"admin\" groups=\"\\\\\"system:masters\\\\\",\\\\\"system:authenticated"
                + "\\\\\"\" as=\"<self>\" asgroups=\"<lookup>\" user-agent=\"probe/1\""
                + " namespace=\"<none>\" uri=\"/version\\?a=%22b\" response=\"<deferred>\"");
    assertThat(lines.get(1)).contains("stage=\"ResponseComplete\"").endsWith("response=\"200\"");
  }

  private static void awaitLines(Path log, int count) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end
        && (!Files.exists(log) || Files.readAllLines(log).size() < count)) {
      Thread.onSpinWait();
    }
  }

  private static void send(TestServer server, int number, String[] request) throws Exception {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server.server().url() + request[1].replace("\"", "%22")))
            .header("User-Agent", "probe/1")
            .header("Audit-ID", String.format("r%02d", number))
            .method(request[0], HttpRequest.BodyPublishers.ofString(request[3]));
    boolean known = true;
    for (String header : request[2].split(";;", -1)) {
      int colon = header.indexOf(": ");
      if (colon > 0) {
        builder.header(header.substring(0, colon), header.substring(colon + 2));
        known &= !header.startsWith("Authorization");
      }
    }
    if (known) {
      builder.header("Authorization", "Bearer " + TestServer.ADMIN);
    }
    assertThat(
            server
                .client()
                .send(builder.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isPositive();
  }

  /** The log's events, each request's together. */
  private static List<String> events(Path log) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (MAPPER.readTree(line).path("userAgent").asText().equals("probe/1")) {
        lines.add(normal(line));
      }
    }
    lines.sort(Comparator.comparing(AuditTest::auditId));
    return lines;
  }

  private static String auditId(String line) {
    int at = line.indexOf("\"auditID\":\"");
    return line.substring(at, at + 14);
  }

  /** The line without what differs between any two servers and runs. */
  private static String normal(String line) {
    return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
        .replaceAll("(\"resourceVersion\":)\"\\d+\"", "$1\"RV\"")
        .replaceAll("\"\\d+s\"\\],\"object\"", "\"AGE\"],\"object\"")
        .replace("\"username\":\"admin\",\"uid\":\"uid1\"", "\"username\":\"kubernetes-admin\"");
  }
}
