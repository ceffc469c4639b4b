package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes against quotas whose status a controller has filled. */
final class ResourceQuotaTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return server.send("POST", path, body, "Content-Type", "application/json");
  }

  /** A namespace with one quota; {@code used} is empty for one no controller has seen. */
  private static void quota(String namespace, String spec, String used) throws Exception {
    assertThat(
            post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}")
                .statusCode())
        .isEqualTo(201);
    String quotas = "/api/v1/namespaces/" + namespace + "/resourcequotas";
    HttpResponse<String> made =
        post(quotas, "{\"metadata\":{\"name\":\"q\"},\"spec\":" + spec + "}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode hard = MAPPER.readTree(spec).path("hard");
    String status =
        "{\"status\":{\"hard\":" + hard + (used.isEmpty() ? "" : ",\"used\":" + used) + "}}";
    HttpResponse<String> told =
        server.send(
            "PATCH", quotas + "/q/status", status, "Content-Type", "application/merge-patch+json");
    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    // Answered when the read cache, from which admission reads, has the quota too.
    assertThat(server.get(quotas).statusCode()).isEqualTo(200);
  }

  private static JsonNode used(String namespace) throws Exception {
    return MAPPER
        .readTree(server.get("/api/v1/namespaces/" + namespace + "/resourcequotas/q").body())
        .at("/status/used");
  }

  private static HttpResponse<String> map(String namespace, String name) throws Exception {
    return post(
        "/api/v1/namespaces/" + namespace + "/configmaps",
        "{\"metadata\":{\"name\":\"" + name + "\"}}");
  }

  private static String message(HttpResponse<String> response) throws Exception {
    return MAPPER.readTree(response.body()).path("message").asText();
  }

  @Test
  void countsObjectsAndRefusesOneTooMany() throws Exception {
    quota(
        "counts",
        "{\"hard\":{\"configmaps\":\"1\",\"count/configmaps\":\"5\"}}",
        "{\"configmaps\":\"0\",\"count/configmaps\":\"0\"}");
    assertThat(map("counts", "one").statusCode()).isEqualTo(201);
    assertThat(used("counts").toString())
        .isEqualTo("{\"configmaps\":\"1\",\"count/configmaps\":\"1\"}");
    HttpResponse<String> refused = map("counts", "two");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(message(refused))
        .isEqualTo(
            "configmaps \"two\" is forbidden: exceeded quota: q, requested: configmaps=1, used:"
                + " configmaps=1, limited: configmaps=1");
    assertThat(used("counts").path("count/configmaps").asText()).isEqualTo("1");
  }

  @Test
  void aDryRunIsCheckedAndNotCharged() throws Exception {
    quota("dry", "{\"hard\":{\"configmaps\":\"1\"}}", "{\"configmaps\":\"0\"}");
    String path = "/api/v1/namespaces/dry/configmaps?dryRun=All";
    assertThat(post(path, "{\"metadata\":{\"name\":\"a\"}}").statusCode()).isEqualTo(201);
    assertThat(used("dry").path("configmaps").asText()).isEqualTo("0");
    assertThat(map("dry", "b").statusCode()).isEqualTo(201);
    assertThat(post(path, "{\"metadata\":{\"name\":\"a\"}}").statusCode()).isEqualTo(403);
  }

  @Test
  void whatNobodyHasCountedYetIsRefused() throws Exception {
    quota("unknown", "{\"hard\":{\"configmaps\":\"1\",\"secrets\":\"1\"}}", "");
    HttpResponse<String> refused = map("unknown", "a");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(message(refused))
        .isEqualTo(
            "configmaps \"a\" is forbidden: status unknown for quota: q, resources: configmaps");
  }

  @Test
  void podsNeedToStateWhatIsLimitedAndScopesChoose() throws Exception {
    quota(
        "pods",
        "{\"hard\":{\"pods\":\"2\",\"requests.cpu\":\"1\"},\"scopes\":[\"NotTerminating\"]}",
        "{\"pods\":\"0\",\"requests.cpu\":\"0\"}");
    assertThat(
            post("/api/v1/namespaces/pods/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}")
                .statusCode())
        .isEqualTo(201);
    HttpResponse<String> silent = pod("silent", "", "");
    assertThat(silent.statusCode()).isEqualTo(403);
    assertThat(message(silent))
        .isEqualTo(
            "pods \"silent\" is forbidden: failed quota: q: must specify requests.cpu for: c");
    assertThat(pod("passing", "", "\"activeDeadlineSeconds\":5,").statusCode()).isEqualTo(201);
    assertThat(used("pods").path("pods").asText()).isEqualTo("0");
    assertThat(pod("small", "600m", "").statusCode()).isEqualTo(201);
    assertThat(used("pods").toString()).isEqualTo("{\"pods\":\"1\",\"requests.cpu\":\"600m\"}");
    assertThat(message(pod("big", "500m", "")))
        .isEqualTo(
            "pods \"big\" is forbidden: exceeded quota: q, requested: requests.cpu=500m, used:"
                + " requests.cpu=600m, limited: requests.cpu=1");
  }

  private static HttpResponse<String> pod(String name, String cpu, String spec) throws Exception {
    String resources =
        cpu.isEmpty() ? "" : ",\"resources\":{\"requests\":{\"cpu\":\"" + cpu + "\"}}";
    return post(
        "/api/v1/namespaces/pods/pods",
        "{\"metadata\":{\"name\":\""
            + name
            + "\"},\"spec\":{"
            + spec
            + "\"containers\":[{\"name\":\"c\",\"image\":\"i\""
            + resources
            + "}]}}");
  }

  @Test
  void aServiceIsChargedForWhatItBecomes() throws Exception {
    quota(
        "services",
        "{\"hard\":{\"services\":\"5\",\"services.nodeports\":\"1\"}}",
        "{\"services\":\"0\",\"services.nodeports\":\"0\"}");
    String path = "/api/v1/namespaces/services/services";
    assertThat(
            post(path, "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"ports\":[{\"port\":1}]}}")
                .statusCode())
        .isEqualTo(201);
    String type = "{\"spec\":{\"type\":\"NodePort\"}}";
    assertThat(
            server
                .send("PATCH", path + "/s", type, "Content-Type", "application/merge-patch+json")
                .statusCode())
        .isEqualTo(200);
    assertThat(used("services").toString())
        .isEqualTo("{\"services\":\"1\",\"services.nodeports\":\"1\"}");
    HttpResponse<String> second =
        post(
            path,
            "{\"metadata\":{\"name\":\"t\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":1}]}}");
    assertThat(second.statusCode()).isEqualTo(403);
  }

  @Test
  void manyAtOnceGetExactlyWhatThereIs() throws Exception {
    quota("many", "{\"hard\":{\"configmaps\":\"10\"}}", "{\"configmaps\":\"0\"}");
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "m" + i;
      writers.add(() -> map("many", name).statusCode());
    }
    int made = 0;
    int refused = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : threads.invokeAll(writers)) {
        made += answer.get() == 201 ? 1 : 0;
        refused += answer.get() == 403 ? 1 : 0;
      }
    }
    assertThat(made).isEqualTo(10);
    assertThat(refused).isEqualTo(30);
    assertThat(used("many").path("configmaps").asText()).isEqualTo("10");
  }
}
