package io.jukung.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jukung.server.audit.AuditConfig.Batch;
import io.jukung.server.audit.AuditConfig.Mode;
import io.jukung.server.audit.AuditConfig.Truncate;
import io.jukung.server.kubeconfig.KubeconfigTarget;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where events go. */
class AuditBackendsTest {
  private static AuditEvent event(String text) {
    Bytes whole = Bytes.utf8("\"level\":\"Request\",\"x\":\"" + text + "\"");
    return new AuditEvent(whole, Bytes.utf8("\"level\":\"Request\""), true, "line " + text);
  }

  /** Keeps batches in order; may be made to wait. */
  private static final class Recorder implements AuditBackend {
    private final BlockingQueue<List<AuditEvent>> batches = new LinkedBlockingQueue<>();
    private final CountDownLatch gate;

    Recorder(int gates) {
      gate = new CountDownLatch(gates);
    }

    @Override
    public boolean keep(List<AuditEvent> events) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return batches.add(events);
    }

    @Override
    public void close() {}
  }

  @Test
  void aFullFileIsPutAwayAndOldOnesGo(@TempDir Path folder) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    Path file = folder.resolve("deep").resolve("audit.log");
    try (RotatingFile out = new RotatingFile(file, 10, 2, Duration.ofDays(3), true, now::get)) {
      for (int i = 0; i < 5; i++) {
        out.write(("12345" + i + "\n").getBytes(StandardCharsets.UTF_8));
        now.updateAndGet(before -> before.plusSeconds(1));
      }
      try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
        assertThat(files.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "audit.log",
                "audit-2026-11-20T12-00-03.000.log.gz",
                "audit-2026-11-20T12-00-04.000.log.gz");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      now.updateAndGet(before -> before.plus(Duration.ofDays(4)));
      out.write("1234567\n".getBytes(StandardCharsets.UTF_8));
      try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
        assertThat(files).as("what is older than three days is gone").hasSize(2);
      }
    }
  }

  @Test
  void batchesAreGatheredAndAFullQueueDropsAndNeverBlocks() throws Exception {
    Recorder slow = new Recorder(1);
    Batch config = new Batch(Mode.BATCH, 4, 3, Duration.ofSeconds(30), 0, 0);
    try (BatchingBackend batching = new BatchingBackend(slow, config, true)) {
      for (int i = 0; i < 100; i++) {
        assertThat(batching.keep(List.of(event("e" + i)))).isTrue();
      }
      slow.gate.countDown();
      List<AuditEvent> first = slow.batches.poll(20, TimeUnit.SECONDS);
      assertThat(first).hasSize(3).first().extracting(AuditEvent::line).isEqualTo("line e0");
    }
    int kept = 3;
    for (List<AuditEvent> batch : slow.batches) {
      kept += batch.size();
    }
    assertThat(kept).as("what waited is kept at the end, no more").isBetween(4, 10);
  }

  @Test
  void largeEventsLoseTheirObjectsAndLargeBatchesAreSplit() {
    Recorder kept = new Recorder(0);
    TruncatingBackend truncating = new TruncatingBackend(kept, new Truncate(true, 250, 120));
    assertThat(truncating.keep(List.of(event("a"), event("b".repeat(200)), event("c"), event("d"))))
        .isTrue();
    List<List<AuditEvent>> batches = new ArrayList<>(kept.batches);
    assertThat(batches).hasSizeGreaterThan(1);
    assertThat(batches.stream().flatMap(List::stream).map(e -> e.logged().utf8()))
        .hasSize(4)
        .allMatch(text -> text.length() <= 120)
        .noneMatch(text -> text.contains("bbb"));
  }

  @Test
  void aWebhookGetsListsWithOurTokenAndIsTriedAgain(@TempDir Path folder) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/audit",
        exchange -> {
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          exchange.getRequestBody().transferTo(body);
          bodies.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + body.toString(StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 400 : 200, -1);
          exchange.close();
        });
    server.start();
    try {
      Path config =
          Files.writeString(
              folder.resolve("hook.yaml"),
              "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {"
                  + "cluster: k, user: u}}]\nusers: [{name: u, user: {token: t0k}}]\nclusters: "
                  + "[{name: k, cluster: {server: 'http://127.0.0.1:"
                  + server.getAddress().getPort()
                  + "/audit'}}]\n");
      try (WebhookBackend webhook =
          new WebhookBackend(KubeconfigTarget.read(config), Duration.ofMillis(1))) {
        assertThat(webhook.keep(List.of(event("a"), event("b")))).isTrue();
      }
      String expected =
          "Bearer t0k {\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},"
              + "\"items\":[{\"level\":\"Request\",\"x\":\"a\"},{\"level\":\"Request\",\"x\":\"b\"}"
              + "]}\n";
      assertThat(bodies).containsExactly(expected, expected);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | rules[0].level: Required value",
        "{level: Some} | rules[0].level: Unsupported value: \"Some\": supported values: \"None\",",
        "{level: None, nonResourceURLs: [x]} | non-resource URL rules must begin with a '/'",
        "{level: None, nonResourceURLs: ['/a*b']} | wildcards '*' must be the final character",
        "{level: None, nonResourceURLs: [/a], namespaces: [x]} | cannot apply to both regular",
        "{level: None, omitStages: [Never]} | allowed stages are RequestReceived,ResponseStarted",
        "{level: None, resources: [{resourceNames: [a]}]} | using resourceNames requires at least",
        "{level: None, user: [a]} | unknown field \"rules[0].user\"",
      })
  void policiesThatAreRefused(String rule, String text) {
    String policy = "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [" + rule + "]}";
    assertThatThrownBy(() -> AuditPolicyFile.parse(policy.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining(text);
  }
}
