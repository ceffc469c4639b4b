package io.jukung.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** As much of an API server, over plain HTTP/1.1, as the load generator asks for. */
final class FakeApiServer implements AutoCloseable {
  private static final String OBJECTS = "/api/v1/namespaces/jukung-bench/configmaps";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> objects = new ConcurrentSkipListMap<>();
  private final Map<Integer, LinkedBlockingQueue<String>> watches = new ConcurrentHashMap<>();

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("config-" + server.getAddress().getPort()),
        """
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {}}]
        """
            .formatted(server.getAddress().getPort()));
  }

  Map<String, String> objects() {
    return objects;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (query.contains("watch=true")) {
      watch(exchange);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        if (path.equals(OBJECTS)) {
          String name = body.replaceAll(".*\"name\":\"([^\"]+)\".*", "$1");
          objects.put(OBJECTS + "/" + name, body);
        }
        answer(exchange, 201, body);
      }
      case "PATCH" -> {
        watches.values().forEach(queue -> queue.add(body));
        answer(exchange, objects.containsKey(path) ? 200 : 404, body);
      }
      case "DELETE" -> {
        objects.clear();
        answer(exchange, 200, "{}");
      }
      default -> {
        if (path.equals(OBJECTS)) {
          answer(exchange, 200, "{\"metadata\":{\"resourceVersion\":\"1\"}}" + objects.values());
        } else {
          answer(exchange, objects.containsKey(path) ? 200 : 404, "{}");
        }
      }
    }
  }

  private void watch(HttpExchange exchange) throws IOException {
    LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      watches.put(System.identityHashCode(queue), queue);
      while (true) {
        out.write((queue.take() + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
