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
    // The default objects are made beside the first requests.
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (uid(version(TestServer.PLAIN)).length() != 36 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(uid(version(TestServer.ADMIN))).as("the default objects are followed").hasSize(36);
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
    String own = server.get(SCHEMAS + "/mine").body();
    assertThat(own).as("no level, no use").doesNotContain(uid(version(TestServer.PLAIN)));
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
    assertThat(uid(version(TestServer.ADMIN))).as("another user").isNotEqualTo(uid(answer));
    assertThat(server.get("/debug/api_priority_and_fairness/dump_priority_levels").body())
        .contains("PriorityLevelName, ActiveQueues, IsIdle, ")
        .containsPattern("slow, +0, +true, +false, +0, +0, +[1-9]");
    assertThat(server.get("/debug/api_priority_and_fairness/dump_queues").body().lines())
        .filteredOn(line -> line.startsWith("slow,"))
        .hasSize(64);
    assertThat(
            server
                .get("/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1")
                .body())
        .contains("UserName")
        .contains("/debug/api_priority_and_fairness/dump_requests");
    assertThat(server.get("/debug/api_priority_and_fairness/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void defaultsThatAreDeletedOrChangedComeBackAtOnce() throws Exception {
    String path = SCHEMAS + "/system-leader-election";
    awaitAt(path, "autoupdate-spec\":\"true");
    String uid = server.get(path).body().replaceAll(".*\"uid\":\"([^\"]+)\".*", "$1").strip();
    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(200);
    awaitAt(path, "autoupdate-spec\":\"true");
    assertThat(server.get(path).body()).doesNotContain(uid);
    patch(path, "{\"spec\":{\"matchingPrecedence\":4711}}");
    awaitAt(path, "\"matchingPrecedence\":100");
    patch(
        path,
        "{\"metadata\":{\"annotations\":{\"apf.kubernetes.io/autoupdate-spec\":\"false\"}},"
            + "\"spec\":{\"matchingPrecedence\":4711}}");
    assertThat(server.get(path).body()).as("it is the user's").contains("4711");
    patch(LEVELS + "/exempt", "{\"spec\":{\"exempt\":{\"lendablePercent\":7}}}");
    patch(
        SCHEMAS + "/catch-all",
        "{\"metadata\":{\"annotations\":{\"apf.kubernetes.io/autoupdate-spec\":\"false\"}}}");
    awaitAt(SCHEMAS + "/catch-all", "autoupdate-spec\":\"true");
    assertThat(server.get(LEVELS + "/exempt").body()).contains("\"lendablePercent\":7");
  }

  private void patch(String path, String body) throws Exception {
    assertThat(
            server
                .send("PATCH", path, body, "Content-Type", "application/merge-patch+json")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void countersHaveUpstreamsNames() throws Exception {
    assertThat(version(TestServer.ADMIN).statusCode()).isEqualTo(200);
    String level =
        "{\"metadata\":{\"name\":\"counted\"},\"spec\":{\"type\":\"Limited\",\"limited\":{"
            + "\"nominalConcurrencyShares\":1,\"limitResponse\":{\"type\":\"Reject\"}}}}";
    assertThat(server.send("POST", LEVELS, level).statusCode()).isEqualTo(201);
    assertThat(server.get("/metrics").body())
        .contains("# TYPE apiserver_flowcontrol_dispatched_requests_total counter")
        .contains("# TYPE apiserver_flowcontrol_current_executing_requests gauge")
        .contains("# TYPE apiserver_flowcontrol_request_wait_duration_seconds histogram")
        .contains("# TYPE apiserver_flowcontrol_request_execution_seconds histogram")
        .containsPattern(
            "apiserver_flowcontrol_nominal_limit_seats\\{priority_level=\"system\"} [1-9]")
        .containsPattern(
            "apiserver_flowcontrol_dispatched_requests_total\\{flow_schema=\"exempt\","
                + "priority_level=\"exempt\"} [1-9]")
        .contains("# TYPE apiserver_response_sizes histogram")
        .containsPattern("apiserver_storage_objects\\{resource=\"flowschemas[^}]*} [1-9]")
        .containsPattern(
            "apiserver_request_total\\{code=\"201\",component=\"apiserver\",dry_run=\"\","
                + "group=\"flowcontrol.apiserver.k8s.io\",resource=\"[a-z]+\",scope=\"resource\","
                + "subresource=\"\",system_client=\"\",verb=\"POST\",version=\"v1\"} [1-9]")
        .contains("# TYPE apiserver_audit_event_total counter")
        .contains("# TYPE apiserver_audit_requests_rejected_total counter")
        .contains("# TYPE apiserver_admission_step_admission_duration_seconds histogram")
        .contains("# TYPE apiserver_admission_controller_admission_duration_seconds histogram");
  }

  private void await(String... texts) throws Exception {
    awaitAt(SCHEMAS + "/mine", texts);
  }

  private void awaitAt(String path, String... texts) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String body = "";
    boolean there = false;
    while (!there && System.nanoTime() < end) {
      body = server.get(path).body();
      there = true;
      for (String text : texts) {
        there &= body.contains(text);
      }
    }
    assertThat(body).contains(texts);
  }
}
