package io.jukung.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A webhook on this machine: a real HTTPS server that answers what the test says. */
final class TestWebhook implements AutoCloseable {
  /** What it answers. */
  record Answer(int status, String type, String body) {
    static Answer json(JsonNode body) {
      return new Answer(200, "application/json", body.toString());
    }
  }

  /** Makes the answer. */
  @FunctionalInterface
  interface Behaviour {
    Answer of(ObjectNode review);
  }

  private static final JsonMapper MAPPER = new JsonMapper();
  private final CertificateAuthority authority;
  private final HttpsServer server;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile Behaviour behaviour = _ -> new Answer(500, "text/plain", "nothing is set");

  /** A webhook whose certificate has these names and addresses. */
  TestWebhook(String... names) throws Exception {
    authority =
        CertificateAuthority.create(
            "webhook", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    server = TestHttps.start(authority, List.of(names), this::serve);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode review = (ObjectNode) MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      requests.add(exchange.getRequestURI() + " " + review.path("request").path("objects").size());
      Answer answer = behaviour.of(review);
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type);
      exchange.sendResponseHeaders(answer.status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** From now on answers so, and knows of no request. */
  void behave(Behaviour next) {
    behaviour = next;
    requests.clear();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Its authority's certificate as a {@code caBundle}. */
  String caBundle() throws Exception {
    return Base64.getEncoder()
        .encodeToString(
            PemFiles.certificate(authority.own().certificate()).getBytes(StandardCharsets.UTF_8));
  }

  /** Path, query and number of objects of the requests since the last time. */
  List<String> requests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
