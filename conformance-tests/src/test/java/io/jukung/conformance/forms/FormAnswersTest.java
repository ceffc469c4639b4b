package io.jukung.conformance.forms;

import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.errors.AnswerTable;
import io.jukung.conformance.errors.ErrorRow;
import io.jukung.conformance.errors.Masks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends every request of {@code src/test/resources/forms} and compares the answer, its headers
 * included, with kube-apiserver's; {@link AnswerTable} says how the files are written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormAnswersTest {
  private static final Duration FIXTURE = Duration.ofSeconds(30);
  private final Masks masks = new Masks("forms-" + Long.toString(System.nanoTime() % 99_999, 36));
  private TestCluster cluster;
  private AnswerTable table;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.start();
    table = new AnswerTable(cluster, "forms", masks, new FormAnswers(masks));
    for (ErrorRow fixture : table.read("fixtures.yaml")) {
      // A custom object can be made some time after its definition.
      Await.until(fixture.send(), FIXTURE, () -> table.send(fixture).path("code").asInt() < 300);
    }
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    table.close();
    if (!cluster.own()) {
      for (String path :
          List.of(
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.$NS.example.com",
              "/api/v1/namespaces/$NS")) {
        cluster.client().send(ApiRequest.of("DELETE", masks.fill(path)));
      }
    }
    cluster.close();
  }

  @TestFactory
  Stream<DynamicNode> forms() throws IOException {
    return table.tests("forms.yaml");
  }
}
