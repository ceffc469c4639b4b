package io.jukung.conformance.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Sixteen clients that create numbered objects until all are written or the server is gone. */
final class Writers {
  private static final int CLIENTS = 16;

  /**
   * What the server said of an object it acknowledged.
   *
   * @param resourceVersion of its creation
   */
  record Acknowledged(String uid, String resourceVersion) {}

  private final KubeConfig config;
  private final String collection;
  private final int count;
  private final CountDownLatch moment;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, Acknowledged> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * Writers not yet started.
   *
   * @param after how many acknowledgements make {@link #awaitMoment} return
   */
  Writers(KubeConfig config, String collection, int count, int after) {
    this.config = config;
    this.collection = collection;
    this.count = count;
    this.moment = new CountDownLatch(after);
  }

  void start() {
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofPlatform().name("crash-writer-" + i).start(this::write));
    }
  }

  void awaitMoment() throws InterruptedException {
    moment.await();
  }

  /** Waits for the writers' end. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  Map<Integer, Acknowledged> acknowledged() {
    return acknowledged;
  }

  /** How many were sent, acknowledged or not. */
  int sent() {
    return Math.min(next.get(), count);
  }

  static String name(int number) {
    return "object-" + number;
  }

  /** The datum of an object: one to three thousand characters that only its number makes. */
  static String text(int number) {
    return ("object " + number + " ").repeat(100 + number % 100);
  }

  private void write() {
    try (ApiClient client = new ApiClient(config)) {
      for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
        HttpResponse<byte[]> answer =
            client.send(
                ApiRequest.json(
                    "POST",
                    collection,
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                        + name(number)
                        + "\"},\"data\":{\"text\":\""
                        + text(number)
                        + "\"}}"));
        if (answer.statusCode() != 201) {
          throw new AssertionError(
              "create answered "
                  + answer.statusCode()
                  + " "
                  + new String(answer.body(), StandardCharsets.UTF_8));
        }
        JsonNode metadata = mapper.readTree(answer.body()).path("metadata");
        acknowledged.put(
            number,
            new Acknowledged(
                metadata.path("uid").asText(), metadata.path("resourceVersion").asText()));
        moment.countDown();
      }
    } catch (IOException e) {
      // The server was killed: what this client had under way is neither promised nor forbidden.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
