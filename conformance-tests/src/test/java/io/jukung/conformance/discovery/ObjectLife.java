package io.jukung.conformance.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One object's way from its creation to its end, watched. Used by one thread. */
final class ObjectLife {
  private static final Duration END_BOUND = Duration.ofSeconds(20);
  private static final int MAX_REPLACES = 5;

  private final ApiClient client;
  private final JsonApi api;
  private final String collection;
  private final ServedResource resource;
  private final ObjectNode body;
  private final String name;
  private final String path;

  ObjectLife(ApiClient client, ServedResource resource, String namespace, ObjectNode body) {
    this.client = client;
    this.api = new JsonApi(client);
    this.resource = resource;
    this.collection = resource.collection(namespace);
    this.body = body;
    this.name = body.path("metadata").path("name").asText();
    this.path = collection + "/" + name;
  }

  void live() throws IOException, InterruptedException {
    String before = version(api.get(collection + "?limit=1"));
    String query =
        "?watch=true&timeoutSeconds=60&fieldSelector=metadata.name%3D"
            + name
            + "&resourceVersion="
            + before;
    HttpResponse<InputStream> watch = client.open(ApiRequest.of("GET", collection + query));
    assertThat(watch.statusCode()).as("watch").isEqualTo(200);
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      JsonNode created = create();
      read(created);
      List<String> versions = change(created);
      subresources(created);
      api.delete(path + "?propagationPolicy=Background");
      releaseFinalizers();
      Await.until(path + " is gone", END_BOUND, () -> api.status(path) == 404);
      watched(events, created, versions);
    }
  }

  private JsonNode create() throws IOException, InterruptedException {
    JsonNode created = api.create(collection, body);
    assertThat(created.path("apiVersion").asText()).isEqualTo(resource.groupVersion());
    assertThat(created.path("kind").asText()).isEqualTo(resource.kind());
    JsonNode metadata = created.path("metadata");
    assertThat(metadata.path("uid").asText()).hasSize(36);
    assertThat(metadata.path("creationTimestamp").asText()).endsWith("Z");
    assertThat(metadata.path("resourceVersion").asText()).isNotEmpty();
    return created;
  }

  private void read(JsonNode created) throws IOException, InterruptedException {
    JsonNode got = api.get(path);
    assertThat(uid(got)).isEqualTo(uid(created));
    JsonNode list = api.get(collection + "?fieldSelector=metadata.name%3D" + name);
    assertThat(list.path("kind").asText()).isEqualTo(resource.kind() + "List");
    assertThat(list.path("apiVersion").asText()).isEqualTo(resource.groupVersion());
    assertThat(list.path("items")).hasSize(1);
    assertThat(uid(list.path("items").path(0))).isEqualTo(uid(created));
  }

  /** The labels' values are what the watch must show, in this order. */
  private List<String> change(JsonNode created) throws IOException, InterruptedException {
    List<String> versions = new ArrayList<>();
    JsonNode now =
        api.patch(
            path,
            "application/merge-patch+json",
            "{\"metadata\":{\"labels\":{\"walk\":\"merge\"}}}");
    expectChange(created, now, "merge", versions);
    JsonNode next =
        api.patch(
            path,
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/metadata/labels/walk\",\"value\":\"json\"}]");
    expectChange(now, next, "json", versions);
    now =
        api.patch(
            path,
            "application/strategic-merge-patch+json",
            "{\"metadata\":{\"labels\":{\"walk\":\"strategic\"}}}");
    expectChange(next, now, "strategic", versions);
    next = replace(now);
    expectChange(now, next, "update", versions);
    assertThat(
            api.get(collection + "?labelSelector=walk%3Dupdate")
                .path("items")
                .findValuesAsText("uid"))
        .contains(uid(created));
    return versions;
  }

  /**
   * Replaces, as clients do: again from the newest state when somebody else wrote in between, as
   * the server does to a definition's status. A conflict over an object that nobody changed is a
   * failure.
   */
  private JsonNode replace(JsonNode known) throws IOException, InterruptedException {
    JsonNode base = known;
    for (int attempt = 1; ; attempt++) {
      ObjectNode replaced = base.deepCopy();
      replaced.withObject("/metadata/labels").put("walk", "update");
      HttpResponse<byte[]> answer = client.send(ApiRequest.json("PUT", path, replaced.toString()));
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      if (answer.statusCode() == 200) {
        return api.parse(text);
      }
      assertThat(answer.statusCode()).as(text).isEqualTo(409);
      assertThat(attempt).as("tries to replace, the last: " + text).isLessThan(MAX_REPLACES);
      JsonNode newest = api.get(path);
      assertThat(version(newest)).as("changed, so in conflict").isNotEqualTo(version(base));
      base = newest;
    }
  }

  private void expectChange(JsonNode before, JsonNode after, String label, List<String> versions) {
    assertThat(uid(after)).isEqualTo(uid(before));
    assertThat(after.path("metadata").path("labels").path("walk").asText()).isEqualTo(label);
    assertThat(version(after)).as("resourceVersion after " + label).isNotEqualTo(version(before));
    versions.add(version(after));
  }

  private void subresources(JsonNode created) throws IOException, InterruptedException {
    if (resource.subresources().contains("status")) {
      assertThat(uid(api.get(path + "/status"))).isEqualTo(uid(created));
    }
    if (resource.subresources().contains("scale")) {
      JsonNode scale = api.get(path + "/scale");
      assertThat(scale.path("kind").asText()).isEqualTo("Scale");
      assertThat(uid(scale)).isEqualTo(uid(created));
    }
  }

  /** Plays the controllers that would let the object go, since the server may run without them. */
  private void releaseFinalizers() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(ApiRequest.of("GET", path));
    if (answer.statusCode() == 404) {
      return;
    }
    JsonNode left = api.parse(new String(answer.body(), StandardCharsets.UTF_8));
    assertThat(left.path("metadata").path("deletionTimestamp").asText()).isNotEmpty();
    if (resource.key().equals("namespaces")) {
      ObjectNode namespace = left.deepCopy();
      namespace.withObject("/spec").putArray("finalizers");
      client.send(ApiRequest.json("PUT", path + "/finalize", namespace.toString()));
    } else {
      client.send(
          ApiRequest.json("PATCH", path, "{\"metadata\":{\"finalizers\":null}}")
              .with("Content-Type", "application/merge-patch+json"));
    }
  }

  /** Other events may stand between, when something besides this test changes the object. */
  private void watched(BufferedReader events, JsonNode created, List<String> versions)
      throws IOException {
    List<String> seen = new ArrayList<>();
    String type = "";
    while (!type.equals("DELETED")) {
      String line = events.readLine();
      assertThat(line).as("the watch ended after %s", seen).isNotNull();
      JsonNode event = api.parse(line);
      type = event.path("type").asText();
      assertThat(uid(event.path("object"))).as(line).isEqualTo(uid(created));
      seen.add(type + " " + version(event.path("object")));
    }
    assertThat(seen.getFirst()).isEqualTo("ADDED " + version(created));
    assertThat(seen)
        .containsSubsequence(versions.stream().map(version -> "MODIFIED " + version).toList());
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }
}
