package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Priority and fairness, set by objects of the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriorityAndFairnessTest {
  private static final String SCHEMAS = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
  private static final String LEVELS =
      "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";
  private static final String RULES =
      "\"rules\":[{\"subjects\":[{\"kind\":\"User\",\"user\":{\"name\":\"plain\"}}],"
          + "\"nonResourceRules\":[{\"verbs\":[\"*\"],\"nonResourceURLs\":[\"/version\"]}]}]";

  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = new TestServer(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> version(String token) throws Exception {
    return server
        .client()
        .send(
            HttpRequest.newBuilder(URI.create(server.server().url() + "/version"))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static String uid(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Kubernetes-Pf-Flowschema-Uid").orElse("none");
  }

  @Test
  void objectsDecideAndDanglingOnesDoNot() throws Exception {
    String schema =
        "{\"metadata\":{\"name\":\"mine\"},\"spec\":{\"matchingPrecedence\":7,"
            + "\"priorityLevelConfiguration\":{\"name\":\"slow\"},"
            + RULES
            + "}}";
    assertThat(server.send("POST", SCHEMAS, schema).statusCode()).isEqualTo(201);
    await("\"status\":\"True\"", "there is no such object");
    assertThat(uid(version(TestServer.PLAIN))).as("no level, no use").isEmpty();
    String level =
        "{\"metadata\":{\"name\":\"slow\"},\"spec\":{\"type\":\"Limited\",\"limited\":{"
            + "\"nominalConcurrencyShares\":1,\"limitResponse\":{\"type\":\"Queue\",\"queuing\":{\"queues\":64}}}}}";
    assertThat(server.send("POST", LEVELS, level).statusCode()).isEqualTo(201);
    await("\"status\":\"False\"", "and it exists");
    HttpResponse<String> answer = version(TestServer.PLAIN);
    assertThat(uid(answer)).hasSize(36);
    assertThat(server.get(SCHEMAS + "/mine").body()).contains(uid(answer));
    assertThat(server.get(LEVELS + "/slow").body())
        .contains(answer.headers().firstValue("X-Kubernetes-Pf-Prioritylevel-Uid").orElseThrow());
    assertThat(uid(version(TestServer.ADMIN))).as("another user").isEmpty();
    assertThat(server.get("/debug/api_priority_and_fairness/dump_priority_levels").body())
        .contains("PriorityLevelName, ActiveQueues, IsIdle, ")
        .containsPattern("slow, +0, +true, +false, +0, +0, +[1-9]");
    assertThat(server.get("/debug/api_priority_and_fairness/dump_queues").body().lines())
        .hasSize(65);
    assertThat(
            server
                .get("/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1")
                .body())
        .contains("UserName")
        .contains("/debug/api_priority_and_fairness/dump_requests");
    assertThat(server.get("/debug/api_priority_and_fairness/nothing").statusCode()).isEqualTo(404);
  }

  private void await(String... texts) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String body = "";
    boolean there = false;
    while (!there && System.nanoTime() < end) {
      body = server.get(SCHEMAS + "/mine").body();
      there = true;
      for (String text : texts) {
        there &= body.contains(text);
      }
    }
    assertThat(body).contains(texts);
  }
}
