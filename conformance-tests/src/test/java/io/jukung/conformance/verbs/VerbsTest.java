package io.jukung.conformance.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.discovery.ServedResource;
import io.jukung.conformance.errors.AnswerTable;
import io.jukung.conformance.errors.ErrorRow;
import io.jukung.conformance.errors.Masks;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends {@link Steps} for each resource and compares the whole answers with those in {@code
 * answers.jsonl}, which a kube-apiserver 1.36 gave: with {@code -Djukung.errors=write} and a
 * kubeconfig named, that server's answers are written there. {@code differs.yaml} names the steps
 * that are answered otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsTest {
  /** Their status is written by the server itself, some time after the object. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "apiservices.apiregistration.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io");

  private final Path resources =
      Repository.find().root().resolve("conformance-tests/src/test/resources");
  private final Path file = resources.resolve("verbs/answers.jsonl");
  private final String namespace = "verbs-" + Long.toString(System.nanoTime() % 99_999, 36);
  private final Masks masks = new Masks(namespace);
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, JsonNode> answers = new LinkedHashMap<>();
  private JsonNode differs = mapper.createObjectNode();
  private final boolean write = System.getProperty("jukung.errors", "check").equals("write");
  private TestCluster cluster;
  private AnswerTable table;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    differs = new YAMLMapper().readTree(Files.readString(resources.resolve("verbs/differs.yaml")));
    cluster = TestCluster.start();
    table = new AnswerTable(cluster, "verbs", masks, new VerbAnswers(masks));
    new JsonApi(cluster.client())
        .call(
            201,
            ApiRequest.json(
                "POST",
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                    + namespace
                    + "\"}}"));
    if (!write) {
      for (String line : Files.readAllLines(file)) {
        JsonNode answer = mapper.readTree(line);
        answers.put(answer.path("step").asText(), answer.path("answer"));
      }
    }
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (write) {
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, JsonNode> answer : answers.entrySet()) {
        ObjectNode line = mapper.createObjectNode().put("step", answer.getKey());
        lines.append(line.set("answer", answer.getValue()).toString()).append('\n');
      }
      Files.writeString(file, lines);
    }
    new JsonApi(cluster.client()).delete("/api/v1/namespaces/" + namespace);
    table.close();
    cluster.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyVerbOnEveryResource() throws IOException, InterruptedException {
    JsonNode bodies =
        new YAMLMapper()
            .readTree(
                Files.readString(resources.resolve("discovery/bodies.yaml"))
                    .replace("$NS", namespace));
    return ServedResource.discover(new JsonApi(cluster.client())).stream()
        .filter(ServedResource::stored)
        .filter(resource -> !LEFT_OUT.contains(resource.key()))
        .map(
            resource ->
                DynamicContainer.dynamicContainer(
                    resource.key() + " " + resource.groupVersion(), steps(resource, bodies)));
  }

  private Stream<DynamicTest> steps(ServedResource resource, JsonNode bodies) {
    ObjectNode body = bodies.path(resource.key()).deepCopy();
    body.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
    ObjectNode metadata = body.withObject("/metadata");
    if (!metadata.has("name")) {
      metadata.put("name", "verbs-" + resource.name());
    }
    List<ErrorRow> rows = Steps.of(resource, namespace, body);
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private void check(ErrorRow row) throws IOException, InterruptedException {
    JsonNode answer = table.send(row);
    if (write) {
      answers.put(row.name(), answer);
      return;
    }
    assertThat(answers).as("recorded").containsKey(row.name());
    String expected = answers.getOrDefault(row.name(), answer).toPrettyString();
    if (cluster.own() && differs.has(row.name())) {
      assertThat(answer.toPrettyString())
          .as("differs.yaml has the step, but the answer is right: remove it there")
          .isNotEqualTo(expected);
    } else {
      assertThat(answer.toPrettyString()).as(row.send()).isEqualTo(expected);
    }
  }
}
