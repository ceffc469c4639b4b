package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches over WebSocket: what stands in which frame, and how they begin and end. */
@Timeout(60)
final class WebSocketWatchTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    assertThat(
            server
                .send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}")
                .statusCode())
        .isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What a client was sent, in order; a text, the length of a binary, or the close code. */
  private static final class Messages implements WebSocket.Listener {
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        seen.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      seen.add("binary " + StandardCharsets.ISO_8859_1.decode(data));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      seen.add("pong " + StandardCharsets.US_ASCII.decode(message));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      seen.add("close " + status);
      return null;
    }

    String next() throws InterruptedException {
      String message = seen.poll(20, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      return message;
    }
  }

  private static WebSocket open(String query, Messages messages, String... headers) {
    var builder =
        server.client().newWebSocketBuilder().header("Authorization", "Bearer " + TestServer.ADMIN);
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    String url = server.server().url().replace("https://", "wss://") + MAPS + query;
    return builder.buildAsync(URI.create(url), messages).join();
  }

  private static void create(String name) throws Exception {
    assertThat(server.send("POST", MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void jsonEventsAreTextMessages() throws Exception {
    Messages messages = new Messages();
    WebSocket socket =
        open(
            "?watch=true&fieldSelector=metadata.name%3Dtext", messages, "Origin", "https://a.test");
    create("text");
    assertThat(messages.next())
        .startsWith("{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"")
        .endsWith("}\n");
    socket.sendPing(ByteBuffer.wrap("x".getBytes(StandardCharsets.US_ASCII))).join();
    assertThat(messages.next()).isEqualTo("pong x");
    server.send("DELETE", MAPS + "/text", "");
    assertThat(messages.next()).startsWith("{\"type\":\"DELETED\"");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(messages.next()).isEqualTo("close 1000");
  }

  @Test
  void protobufEventsAreBinaryMessagesWithoutLength() throws Exception {
    Messages messages = new Messages();
    WebSocket socket =
        open(
            "?watch=true&fieldSelector=metadata.name%3Dbinary",
            messages,
            "Origin",
            "https://a.test",
            "Accept",
            "application/vnd.kubernetes.protobuf;stream=watch");
    create("binary");
    assertThat(messages.next()).startsWith("binary \n\u0005ADDED");
    socket.abort();
  }

  @Test
  void theTimeoutClosesTheConnection() throws Exception {
    Messages messages = new Messages();
    WebSocket _ =
        open(
            "?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dnone",
            messages, "Origin", "https://a.test");
    assertThat(messages.next()).isEqualTo("close 1000");
  }

  @Test
  void anOfferThatIsNotProperIsRefused() {
    assertThat(refusal("?watch=true")).isEqualTo(403);
    assertThat(refusal("?watch=true&labelSelector=(", "Origin", "https://a.test")).isEqualTo(400);
  }

  private static int refusal(String query, String... headers) {
    try {
      open(query, new Messages(), headers).abort();
      return 101;
    } catch (CompletionException e) {
      return e.getCause() instanceof WebSocketHandshakeException refused
          ? refused.getResponse().statusCode()
          : 0;
    }
  }

  @Test
  void theFabric8ClientWatches() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Watcher<ConfigMap> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, ConfigMap map) {
            seen.add(action + " " + map.getMetadata().getName());
          }

          @Override
          public void onClose(WatcherException cause) {
            seen.add("closed " + cause);
          }
        };
    String kubeconfig = Files.readString(server.server().adminKubeconfig());
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
        Watch _ = client.configMaps().inNamespace("default").withName("fabric").watch(watcher)) {
      create("fabric");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("ADDED fabric");
    }
  }
}
