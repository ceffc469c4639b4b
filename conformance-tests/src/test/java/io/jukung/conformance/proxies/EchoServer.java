package io.jukung.conformance.proxies;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Tells each client what it sent, as JSON: {@code server}, {@code method}, {@code target}, {@code
 * body} and {@code headers} with names in lower case. Other answers are set for single paths.
 */
public final class EchoServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private EchoServer(HttpServer server, String name) {
    this.server = server;
    server.createContext("/", exchange -> echo(exchange, name));
    server.setExecutor(threads);
    server.start();
  }

  /** One that speaks HTTP. */
  public static EchoServer http(InetAddress address, String name) throws IOException {
    return new EchoServer(HttpServer.create(new InetSocketAddress(address, 0), 5), name);
  }

  /** One that speaks HTTPS. */
  public static EchoServer https(InetAddress address, String name, SSLContext context)
      throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new EchoServer(server, name);
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** How many requests it had, but for those answered otherwise. */
  public int requests() {
    return requests.get();
  }

  /** Where it stands, as in a URL. */
  public String authority() {
    return server.getAddress().getAddress().getHostAddress() + ":" + port();
  }

  /** Answers a path, and those below it, otherwise. */
  public void at(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  /** Answers with a body. */
  public static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean none = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, none ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (!none) {
        out.write(body);
      }
    }
  }

  private void echo(HttpExchange exchange, String name) throws IOException {
    requests.incrementAndGet();
    ObjectNode told = JSON.createObjectNode().put("server", name);
    told.put("method", exchange.getRequestMethod());
    told.put("target", exchange.getRequestURI().toString());
    byte[] body = exchange.getRequestBody().readAllBytes();
    told.put("body", new String(body, StandardCharsets.UTF_8));
    ObjectNode headers = told.putObject("headers");
    Headers sent = exchange.getRequestHeaders();
    sent.forEach((key, values) -> headers.put(key.toLowerCase(Locale.ROOT), values.getFirst()));
    exchange.getResponseHeaders().set("Echo-Method", exchange.getRequestMethod());
    answer(exchange, 200, "application/json", JSON.writeValueAsBytes(told));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
