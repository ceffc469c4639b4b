package io.jukung.conformance.verbs;

import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.errors.AnswerTable;
import io.jukung.conformance.errors.Masks;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sends the requests of {@code src/test/resources/values} in order, with empty, null and raw
 * values, and compares the whole answers with kube-apiserver's; {@link AnswerTable} says how the
 * file is written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValuesTest {
  private final String namespace = "values-" + Long.toString(System.nanoTime() % 99_999, 36);
  private final Masks masks = new Masks(namespace);
  private TestCluster cluster;
  private AnswerTable table;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.start();
    table = new AnswerTable(cluster, "values", masks, new VerbAnswers(masks));
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
    new JsonApi(cluster.client()).delete("/api/v1/namespaces/" + namespace);
    table.close();
    cluster.close();
  }

  @TestFactory
  Stream<DynamicNode> values() throws IOException {
    return table.tests("values.yaml");
  }
}
