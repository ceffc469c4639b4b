package io.jukung.conformance.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends every request of {@code src/test/resources/errors} and compares the answer with
 * kube-apiserver's; {@link AnswerTable} says how the files are written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorAnswersTest {
  private final Masks masks = new Masks("errors-" + Long.toString(System.nanoTime() % 99_999, 36));
  private TestCluster cluster;
  private AnswerTable table;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.start();
    table = new AnswerTable(cluster, "errors", masks, new Answers(masks));
    for (ErrorRow fixture : table.read("fixtures.yaml")) {
      assertThat(table.send(fixture).path("code").asInt()).as(fixture.send()).isEqualTo(201);
    }
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    table.close();
    if (!cluster.own()) {
      for (String path :
          List.of(
              "/apis/storage.k8s.io/v1/storageclasses/$NS",
              "/apis/scheduling.k8s.io/v1/priorityclasses/$NS",
              "/apis/resource.k8s.io/v1/resourceslices/$NS",
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bolts.$NS.example.com",
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/nuts.$NS.example.com",
              "/api/v1/namespaces/$NS")) {
        cluster.client().send(ApiRequest.of("DELETE", masks.fill(path)));
      }
    }
    cluster.close();
  }

  @TestFactory
  Stream<DynamicNode> tables() throws IOException {
    List<DynamicNode> tables = new ArrayList<>();
    for (String file : table.files()) {
      if (!file.equals("fixtures.yaml")) {
        tables.add(DynamicContainer.dynamicContainer(file, table.tests(file)));
      }
    }
    return tables.stream();
  }
}
