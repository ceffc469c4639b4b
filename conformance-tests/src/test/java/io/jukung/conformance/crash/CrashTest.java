package io.jukung.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.crash.WatchReader.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server is killed as {@code kill -9} does, in the middle of 10,000 creates from 16 clients, at
 * a moment the seed decides. What it acknowledged is there afterwards, whole; what it did not
 * acknowledge is there whole or not at all; a watch resumes where it broke and misses nothing. Ten
 * seeds, one data folder: each round starts on what the last crash left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {
  private static final int OBJECTS = 10_000;
  private static final String MARKER = "after-the-crash";

  private TestCluster cluster;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.startOwn();
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatWasAcknowledgedSurvives(long seed) throws IOException, InterruptedException {
    String namespace = "crash-" + seed;
    String collection = "/api/v1/namespaces/" + namespace + "/configmaps";
    JsonNode created =
        new JsonApi(cluster.client())
            .call(
                201,
                ApiRequest.json(
                    "POST",
                    "/api/v1/namespaces",
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                        + namespace
                        + "\"}}"));
    int after = 100 + new Random(seed).nextInt(OBJECTS - 1_000);
    KubeConfig config = KubeConfig.read(cluster.kubeconfig());
    Writers writers = new Writers(config, collection, OBJECTS, after);
    List<Seen> seen;
    try (ApiClient watching = new ApiClient(config)) {
      WatchReader reader = new WatchReader(watching, collection, MARKER);
      HttpResponse<InputStream> watch = reader.open(version(created));
      CompletableFuture<List<Seen>> reading =
          CompletableFuture.supplyAsync(
              () -> reader.read(watch), task -> Thread.ofPlatform().start(task));
      writers.start();
      writers.awaitMoment();
      cluster.kill();
      writers.join();
      seen = new ArrayList<>(reading.join());
    }
    cluster.restart();
    assertThat(writers.acknowledged()).hasSizeBetween(after, OBJECTS - 1);
    Map<String, String> found = check(writers, collection);
    resume(collection, seen.isEmpty() ? version(created) : seen.getLast().resourceVersion(), seen);
    expectNothingMissed(found, seen);
  }

  /** The uids of the objects that are there, by name. */
  private Map<String, String> check(Writers writers, String collection)
      throws IOException, InterruptedException {
    Map<String, String> found = new HashMap<>();
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode object : new JsonApi(cluster.client()).get(collection).path("items")) {
      String name = object.path("metadata").path("name").asText();
      if (name.startsWith("object-")) {
        objects.put(name, object);
        found.put(name, object.path("metadata").path("uid").asText());
        int number = Integer.parseInt(name.substring("object-".length()));
        assertThat(number).isLessThan(writers.sent());
        assertThat(object.path("data").path("text").asText())
            .as("half-written: " + name)
            .isEqualTo(Writers.text(number));
      }
    }
    writers
        .acknowledged()
        .forEach(
            (number, acknowledged) -> {
              JsonNode object =
                  objects.getOrDefault(Writers.name(number), MissingNode.getInstance());
              assertThat(object.isObject()).as("acknowledged and lost: " + number).isTrue();
              assertThat(object.path("metadata").path("uid").asText())
                  .isEqualTo(acknowledged.uid());
              assertThat(version(object)).isEqualTo(acknowledged.resourceVersion());
            });
    return found;
  }

  private void resume(String collection, String from, List<Seen> seen)
      throws IOException, InterruptedException {
    WatchReader reader = new WatchReader(cluster.client(), collection, MARKER);
    HttpResponse<InputStream> watch = reader.open(from);
    new JsonApi(cluster.client())
        .call(
            201,
            ApiRequest.json(
                "POST",
                collection,
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                    + MARKER
                    + "\"}}"));
    seen.addAll(reader.read(watch));
    assertThat(seen.getLast().name()).as("the watch ended early").isEqualTo(MARKER);
  }

  private static void expectNothingMissed(Map<String, String> found, List<Seen> seen) {
    Map<String, String> watched = new HashMap<>();
    long last = 0;
    for (Seen event : seen) {
      assertThat(event.type()).isEqualTo("ADDED");
      long version = Long.parseLong(event.resourceVersion());
      assertThat(version).as("events in order, none twice").isGreaterThan(last);
      last = version;
      if (event.name().startsWith("object-")) {
        watched.put(event.name(), event.uid());
      }
    }
    assertThat(watched).isEqualTo(found);
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }
}
