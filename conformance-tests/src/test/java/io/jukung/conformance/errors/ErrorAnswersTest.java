package io.jukung.conformance.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends every request of {@code src/test/resources/errors} and compares the answer with
 * kube-apiserver's. With {@code -Djukung.errors=write} and another server named, the answers in the
 * files are replaced by that server's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorAnswersTest {
  private static final String ANSWER = "  answer: ";

  private final Path folder =
      Repository.find().root().resolve("conformance-tests/src/test/resources/errors");
  private final Masks masks = new Masks("errors-" + Long.toString(System.nanoTime() % 99_999, 36));
  private final Answers answers = new Answers(masks);
  private final Map<String, ApiClient> clients = new HashMap<>();
  private TestCluster cluster;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.start();
    for (ErrorRow fixture : ErrorRow.read(folder.resolve("fixtures.yaml"), masks)) {
      assertThat(send(fixture).path("code").asInt()).as(fixture.send()).isEqualTo(201);
    }
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    clients.values().forEach(ApiClient::close);
    if (!cluster.own()) {
      for (String path :
          List.of(
              "/apis/storage.k8s.io/v1/storageclasses/$NS",
              "/apis/scheduling.k8s.io/v1/priorityclasses/$NS",
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bolts.$NS.example.com",
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/nuts.$NS.example.com",
              "/api/v1/namespaces/$NS")) {
        cluster.client().send(ApiRequest.of("DELETE", masks.fill(path)));
      }
    }
    cluster.close();
  }

  /** How long one answer may take, to its end. */
  private static final long ANSWER_SECONDS = 10;

  @TestFactory
  Stream<DynamicNode> tables() throws IOException {
    List<DynamicNode> tables = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.equals("fixtures.yaml")) {
          tables.add(DynamicContainer.dynamicContainer(name, table(name)));
        }
      }
    }
    return tables.stream();
  }

  @TestFactory
  Stream<DynamicNode> definitions() throws IOException {
    return table("definitions.yaml");
  }

  private Stream<DynamicNode> table(String file) throws IOException {
    if (System.getProperty("jukung.errors", "check").equals("write")) {
      return Stream.of(DynamicTest.dynamicTest("write " + file, () -> write(file)));
    }
    return ErrorRow.read(folder.resolve(file), masks).stream()
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private void check(ErrorRow row) throws IOException, InterruptedException {
    JsonNode answer = send(row);
    if (cluster.own() && !row.differs().isEmpty()) {
      assertThat(answer)
          .as("the row says \"differs\", but the answer is right: remove the word")
          .isNotEqualTo(row.answer());
    } else {
      assertThat(answer.toPrettyString()).as(row.send()).isEqualTo(row.answer().toPrettyString());
    }
  }

  private void write(String file) throws IOException, InterruptedException {
    List<ErrorRow> rows = ErrorRow.read(folder.resolve(file), masks);
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(folder.resolve(file))) {
      lines.add(
          line.startsWith(ANSWER)
              ? ANSWER + new ObjectMapper().writeValueAsString(send(rows.get(number++)))
              : line);
    }
    Files.write(folder.resolve(file), lines);
  }

  private JsonNode send(ErrorRow row) throws IOException, InterruptedException {
    try {
      return answers.of(
          client(row.who())
              .sendAsync(row.request(), BodyHandlers.ofByteArray())
              .get(ANSWER_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      // An answer without end, such as a watch that should have been refused.
      return JsonNodeFactory.instance.objectNode().put("secondsWithoutAnswer", ANSWER_SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private ApiClient client(String who) throws IOException {
    if (who.isEmpty()) {
      return cluster.client();
    }
    if (!clients.containsKey(who)) {
      KubeConfig config = KubeConfig.read(cluster.kubeconfig());
      clients.put(
          who, new ApiClient(who.equals("anonymous") ? config.anonymous() : config.withToken(who)));
    }
    return Objects.requireNonNull(clients.get(who));
  }
}
