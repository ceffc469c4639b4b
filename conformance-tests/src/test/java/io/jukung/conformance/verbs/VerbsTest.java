package io.jukung.conformance.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends {@link Steps} for each resource and compares the whole answers with those in {@code
 * answers.jsonl}, and what watches see of a {@link WatchedLife} with {@code watches.jsonl}, which a
 * kube-apiserver 1.36 gave: with {@code -Djukung.errors=write} and a kubeconfig named, that
 * server's answers are written there. {@code differs.yaml} names the steps that are answered
 * otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsTest {
  /** Their status is written by the server itself, some time after the object. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "apiservices.apiregistration.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io");

  /** They go when their content is gone, which no controller sees to here. */
  private static final Set<String> UNENDING = Set.of("namespaces");

  /** Their names say what they are. */
  private static final Set<String> FIXED_NAMES = Set.of("ipaddresses.networking.k8s.io");

  private final Path resources =
      Repository.find().root().resolve("conformance-tests/src/test/resources");
  private final String namespace = "verbs-" + Long.toString(System.nanoTime() % 99_999, 36);
  private final Masks masks = new Masks(namespace);
  private JsonNode differs = JsonNodeFactory.instance.objectNode();
  private RecordedAnswers answers;
  private RecordedAnswers watched;
  private TestCluster cluster;
  private AnswerTable table;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    differs = new YAMLMapper().readTree(Files.readString(resources.resolve("verbs/differs.yaml")));
    answers = new RecordedAnswers(resources.resolve("verbs/answers.jsonl"));
    watched = new RecordedAnswers(resources.resolve("verbs/watches.jsonl"));
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
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    answers.save();
    watched.save();
    new JsonApi(cluster.client()).delete("/api/v1/namespaces/" + namespace);
    table.close();
    cluster.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyVerbOnEveryResource() throws IOException, InterruptedException {
    return each(this::steps);
  }

  @TestFactory
  Stream<DynamicContainer> watchesSeeEveryChange() throws IOException, InterruptedException {
    return each(this::watches);
  }

  private Stream<DynamicContainer> each(
      BiFunction<ServedResource, ObjectNode, Stream<DynamicTest>> tests)
      throws IOException, InterruptedException {
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
                    resource.key() + " " + resource.groupVersion(),
                    tests.apply(resource, body(resource, bodies))));
  }

  private static ObjectNode body(ServedResource resource, JsonNode bodies) {
    ObjectNode body = bodies.path(resource.key()).deepCopy();
    body.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
    ObjectNode metadata = body.withObject("/metadata");
    if (!metadata.has("name")) {
      metadata.put("name", "verbs-" + resource.name());
    }
    return body;
  }

  private Stream<DynamicTest> steps(ServedResource resource, ObjectNode body) {
    return Steps.of(resource, namespace, body).stream()
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private Stream<DynamicTest> watches(ServedResource resource, ObjectNode body) {
    if (UNENDING.contains(resource.key())) {
      return Stream.of();
    }
    String suffix = "-watched";
    ObjectNode watchedBody = body.deepCopy();
    if (!FIXED_NAMES.contains(resource.key())) {
      watchedBody.withObject("/metadata").put("name", body.at("/metadata/name").asText() + suffix);
    }
    WatchedLife life =
        new WatchedLife(cluster.client(), new VerbAnswers(masks), resource, namespace, watchedBody);
    Stream<DynamicTest> lived =
        Stream.of(DynamicTest.dynamicTest("live", () -> life.live(watchedBody)));
    Stream<DynamicTest> seen =
        life.watches().entrySet().stream()
            .map(
                watch -> DynamicTest.dynamicTest(watch.getKey(), () -> see(resource, life, watch)));
    return Stream.concat(lived, seen);
  }

  private void see(ServedResource resource, WatchedLife life, Map.Entry<String, List<String>> watch)
      throws IOException, InterruptedException {
    String step = resource.key() + " " + resource.groupVersion() + " " + watch.getKey();
    JsonNode answer = life.seen(watch.getValue().getFirst(), watch.getValue().getLast());
    watched.check(step, answer, cluster.own() && differs.has(step));
  }

  private void check(ErrorRow row) throws IOException, InterruptedException {
    answers.check(row.name(), table.send(row), cluster.own() && differs.has(row.name()));
  }
}
