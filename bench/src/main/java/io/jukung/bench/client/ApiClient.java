package io.jukung.bench.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * One connection to an API server (HTTP/2, or a few of them with HTTP/1.1). Thread-safe; callers
 * may share it up to the server's limit of streams, 100 with kube-apiserver.
 */
public final class ApiClient implements AutoCloseable {
  private final KubeConfig config;
  private final ExecutorService executor;
  private final HttpClient client;
  private final Duration timeout;

  /**
   * A client; connects on its first request.
   *
   * @param timeout the longest wait for an answer's head
   * @throws IOException when the kubeconfig's certificates cannot be used
   */
  public ApiClient(KubeConfig config, HttpClient.Version version, Duration timeout)
      throws IOException {
    this.config = config;
    this.timeout = timeout;
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    SSLContext tls = TlsContext.of(config);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(version)
            .sslContext(tls)
            .executor(executor)
            .connectTimeout(Duration.ofSeconds(10));
    config.tlsServerName().ifPresent(name -> builder.sslParameters(asking(tls, name)));
    this.client = builder.build();
  }

  private static SSLParameters asking(SSLContext tls, String name) {
    SSLParameters parameters = tls.getDefaultSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    return parameters;
  }

  /** A client over HTTP/2 that waits a minute at most. */
  public ApiClient(KubeConfig config) throws IOException {
    this(config, HttpClient.Version.HTTP_2, Duration.ofMinutes(1));
  }

  /** The server asked. */
  public KubeConfig config() {
    return config;
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws IOException when the connection fails or the wait is over
   */
  public HttpResponse<byte[]> send(ApiRequest request) throws IOException, InterruptedException {
    return send(request, BodyHandlers.ofByteArray());
  }

  /** Sends a request whose answer is taken by a handler of the caller's. */
  public <T> HttpResponse<T> send(ApiRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(http(request), handler);
  }

  /** Sends a request and answers at its head; the caller reads, and closes, the stream. */
  public HttpResponse<InputStream> open(ApiRequest request)
      throws IOException, InterruptedException {
    return client.send(http(request), BodyHandlers.ofInputStream());
  }

  /** Sends a request without waiting. */
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      ApiRequest request, BodyHandler<T> handler) {
    return client.sendAsync(http(request), handler);
  }

  /** Ends every running request. */
  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }

  private HttpRequest http(ApiRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(config.server() + request.path()))
            .timeout(timeout)
            .method(
                request.method(),
                request
                    .body()
                    .map(body -> BodyPublishers.ofByteArray(body.bytes()))
                    .orElseGet(BodyPublishers::noBody));
    request.headers().forEach(builder::setHeader);
    config.token().ifPresent(token -> builder.setHeader("Authorization", "Bearer " + token));
    return builder.build();
  }
}
