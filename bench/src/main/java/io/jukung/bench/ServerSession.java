package io.jukung.bench;

import io.jukung.bench.CountingSubscriber.Counted;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections to one server during a run, and the paths it is asked for. Thread-safe. */
final class ServerSession implements AutoCloseable {
  private static final String NAMESPACE = "jukung-bench";
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);

  private final ServerUnderTest server;
  private final BenchOptions options;
  private final List<ApiClient> connections = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  ServerSession(ServerUnderTest server, BenchOptions options) throws IOException {
    this.server = server;
    this.options = options;
    for (int i = 0; i < options.connections(); i++) {
      connections.add(newConnection());
    }
  }

  ServerUnderTest server() {
    return server;
  }

  /** A connection of the caller's own, who closes it. */
  ApiClient newConnection() throws IOException {
    return new ApiClient(server.config(), HttpClient.Version.HTTP_2, REQUEST_TIMEOUT);
  }

  /** Makes the namespace of the benchmark unless it is there. */
  void prepare() throws IOException, InterruptedException {
    String body =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
            + NAMESPACE
            + "\"}}";
    HttpResponse<Counted> answer = send(ApiRequest.json("POST", "/api/v1/namespaces", body));
    if (answer.statusCode() != 201 && answer.statusCode() != 409) {
      throw new IOException(
          server.name() + ": creating the namespace answered " + describe(answer));
    }
  }

  /** Removes every object a run made. */
  void cleanUp(String run) throws IOException, InterruptedException {
    HttpResponse<Counted> answer =
        send(ApiRequest.of("DELETE", collection() + "?labelSelector=bench%3D" + run));
    if (answer.statusCode() != 200) {
      throw new IOException(server.name() + ": removing the objects answered " + describe(answer));
    }
  }

  /** The path of all objects. */
  String collection() {
    return "/api/v1/namespaces/" + NAMESPACE + "/" + options.kind().resource();
  }

  /** The path of one object. */
  String object(String run, int number) {
    return collection() + "/" + objectName(run, number);
  }

  static String objectName(String run, int number) {
    return "b-" + run + "-" + number;
  }

  HttpResponse<Counted> send(ApiRequest request) throws IOException, InterruptedException {
    ApiClient connection =
        connections.get(Math.floorMod(next.getAndIncrement(), connections.size()));
    return connection.send(accepting(request), CountingSubscriber.handler());
  }

  <T> CompletableFuture<HttpResponse<T>> watch(
      ApiClient connection, String fromVersion, BodyHandler<T> handler) {
    String path = collection() + "?watch=true&timeoutSeconds=3600&resourceVersion=" + fromVersion;
    return connection.sendAsync(accepting(ApiRequest.of("GET", path)), handler);
  }

  static String describe(HttpResponse<Counted> answer) {
    return answer.statusCode() + " " + answer.body().head();
  }

  @Override
  public void close() {
    connections.forEach(ApiClient::close);
  }

  private ApiRequest accepting(ApiRequest request) {
    return request.headers().containsKey("Accept")
        ? request
        : request.with(
            "Accept",
            options.protobuf() ? "application/vnd.kubernetes.protobuf" : "application/json");
  }
}
