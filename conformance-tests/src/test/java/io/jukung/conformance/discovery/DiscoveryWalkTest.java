package io.jukung.conformance.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every resource the server says it serves can be created, read, listed, changed in every way,
 * watched and removed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryWalkTest {
  private final String namespace = "walk-" + Long.toString(System.nanoTime() % 99_999, 36);
  private JsonNode bodies = new YAMLMapper().createObjectNode();
  private TestCluster cluster;
  private JsonApi api;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    bodies =
        new YAMLMapper()
            .readTree(
                Files.readString(
                        Repository.find()
                            .root()
                            .resolve("conformance-tests/src/test/resources/discovery/bodies.yaml"))
                    .replace("$NS", namespace));
    cluster = TestCluster.start();
    api = new JsonApi(cluster.client());
    api.call(
        201,
        ApiRequest.json(
            "POST",
            "/api/v1/namespaces",
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                + namespace
                + "\"}}"));
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    api.delete("/api/v1/namespaces/" + namespace);
    cluster.close();
  }

  @TestFactory
  Stream<DynamicTest> everyStoredResourceLivesAndEnds() throws IOException, InterruptedException {
    List<ServedResource> stored =
        ServedResource.discover(api).stream().filter(ServedResource::stored).toList();
    assertThat(stored).hasSizeGreaterThan(50);
    return stored.stream()
        .map(
            resource ->
                DynamicTest.dynamicTest(
                    resource.name() + " " + resource.groupVersion(),
                    () ->
                        new ObjectLife(cluster.client(), resource, namespace, body(resource))
                            .live()));
  }

  @TestFactory
  Stream<DynamicTest> everyReviewAnswers() throws IOException, InterruptedException {
    return ServedResource.discover(api).stream()
        .filter(resource -> resource.verbs().size() == 1 && resource.verbs().contains("create"))
        .filter(resource -> !resource.name().equals("bindings"))
        .map(
            resource ->
                DynamicTest.dynamicTest(
                    resource.name() + " " + resource.groupVersion(),
                    () -> {
                      JsonNode answer = api.create(resource.collection(namespace), body(resource));
                      assertThat(answer.path("kind").asText()).isEqualTo(resource.kind());
                      assertThat(answer.path("status").isObject()).isTrue();
                    }));
  }

  @Test
  void aggregatedDiscoveryNamesTheSameResources() throws IOException, InterruptedException {
    List<String> aggregated =
        Stream.concat(aggregated("/api").stream(), aggregated("/apis").stream()).sorted().toList();
    List<String> old =
        ServedResource.discover(api).stream()
            .map(resource -> resource.groupVersion() + " " + resource.name())
            .sorted()
            .toList();
    assertThat(aggregated).isEqualTo(old);
  }

  private List<String> aggregated(String path) throws IOException, InterruptedException {
    JsonNode document =
        new JsonApi(cluster.client())
            .parse(
                new String(
                    cluster
                        .client()
                        .send(
                            ApiRequest.of("GET", path)
                                .with(
                                    "Accept",
                                    "application/json;g=apidiscovery.k8s.io;v=v2;"
                                        + "as=APIGroupDiscoveryList"))
                        .body(),
                    StandardCharsets.UTF_8));
    Stream.Builder<String> names = Stream.builder();
    for (JsonNode group : document.path("items")) {
      String prefix = group.path("metadata").path("name").asText("");
      for (JsonNode version : group.path("versions")) {
        for (JsonNode resource : version.path("resources")) {
          names.add(
              (prefix.isEmpty() ? "" : prefix + "/")
                  + version.path("version").asText()
                  + " "
                  + resource.path("resource").asText());
        }
      }
    }
    return names.build().toList();
  }

  private ObjectNode body(ServedResource resource) {
    assertThat(bodies.has(resource.key())).as("bodies.yaml has " + resource.key()).isTrue();
    ObjectNode body = bodies.path(resource.key()).deepCopy();
    body.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
    if (!body.has("metadata") && resource.stored()) {
      body.putObject("metadata").put("name", "walk-" + resource.name());
    }
    return body;
  }
}
