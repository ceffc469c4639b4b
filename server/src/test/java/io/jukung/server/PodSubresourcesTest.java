package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subresources of pods that need no node. The texts are those of kube-apiserver 1.36.2. */
final class PodSubresourcesTest {
  private static final String NAMESPACE = "/api/v1/namespaces/sub";
  private static final String BUDGETS = "/apis/policy/v1/namespaces/sub/poddisruptionbudgets";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String READY =
      "{'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}";
  private static final String VIOLATES =
      "Cannot evict pod as it would violate the pod's disruption budget.";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    post("/api/v1/namespaces", "{'metadata':{'name':'sub'}}", 201);
    post(NAMESPACE + "/serviceaccounts", "{'metadata':{'name':'default'}}", 201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode call(String method, String path, String body, String type, int status)
      throws Exception {
    HttpResponse<String> answer =
        server.send(method, path, body.replace('\'', '"'), "Content-Type", type);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return MAPPER.readTree(answer.body());
  }

  private static JsonNode post(String path, String body, int status) throws Exception {
    return call("POST", path, body, "application/json", status);
  }

  private static JsonNode patch(String path, String body, int status) throws Exception {
    return call("PATCH", path, body, "application/strategic-merge-patch+json", status);
  }

  private static JsonNode get(String path) throws Exception {
    return call("GET", path, "", "application/json", 200);
  }

  private static String pod(String name) throws Exception {
    String path = NAMESPACE + "/pods/" + name;
    post(
        NAMESPACE + "/pods",
        "{'metadata':{'name':'"
            + name
            + "','labels':{'app':'"
            + name
            + "'}},'spec':{'nodeName':'n','containers':[{'name':'c','image':'i',"
            + "'resources':{'requests':{'cpu':'100m'}}}]}}",
        201);
    JsonNode _ = patch(path + "/status", READY, 200);
    return path;
  }

  private static String budget(String name, String app, String status) throws Exception {
    post(
        BUDGETS,
        "{'metadata':{'name':'"
            + name
            + "'},'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'"
            + app
            + "'}}}}",
        201);
    String path = BUDGETS + "/" + name;
    if (!status.isEmpty()) {
      call("PATCH", path + "/status", status, "application/merge-patch+json", 200);
    }
    return path;
  }

  private static String eviction(String pod) {
    return "{'metadata':{'name':'" + pod + "'}}";
  }

  @Test
  void aBudgetThatIsNotKnownYetRefuses() throws Exception {
    String pod = pod("unknown");
    String _ = budget("unknown", "unknown", "");
    JsonNode refusal = post(pod + "/eviction", eviction("unknown"), 429);
    assertThat(refusal.path("message").asText()).isEqualTo(VIOLATES);
    assertThat(refusal.path("reason").asText()).isEqualTo("TooManyRequests");
    assertThat(refusal.path("details").toString())
        .isEqualTo(
            "{\"causes\":[{\"reason\":\"DisruptionBudget\",\"message\":\"The disruption budget"
                + " unknown is still being processed by the server.\"}],\"retryAfterSeconds\":10}");
  }

  @Test
  void aBudgetIsUsedUp() throws Exception {
    String pod = pod("p");
    String budget =
        budget(
            "b",
            "p",
            "{'status':{'observedGeneration':1,'currentHealthy':2,'desiredHealthy':1,"
                + "'expectedPods':2,'disruptionsAllowed':1}}");
    JsonNode dry =
        post(
            pod + "/eviction", "{'metadata':{'name':'p'},'deleteOptions':{'dryRun':['All']}}", 201);
    assertThat(dry.toString())
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Success\","
                + "\"code\":201}");
    assertThat(get(budget).path("status").path("disruptionsAllowed").asInt()).isEqualTo(1);
    assertThat(get(pod).path("metadata").has("deletionTimestamp")).isFalse();

    JsonNode _ = post(pod + "/eviction", eviction("p"), 201);
    JsonNode status = get(budget).path("status");
    assertThat(status.path("disruptionsAllowed").asInt()).isZero();
    assertThat(status.path("disruptedPods").has("p")).isTrue();
    assertThat(status.path("conditions").path(0).path("reason").asText())
        .isEqualTo("InsufficientPods");
    JsonNode evicted = get(pod);
    assertThat(evicted.path("metadata").has("deletionTimestamp")).isTrue();
    assertThat(evicted.path("status").path("conditions").path(1).path("reason").asText())
        .isEqualTo("EvictionByEvictionAPI");

    String other = pod("p2");
    JsonNode _ = patch(other, "{'metadata':{'labels':{'app':'p'}}}", 200);
    JsonNode refusal = post(other + "/eviction", eviction("p2"), 429);
    assertThat(refusal.path("details").path("causes").path(0).path("message").asText())
        .isEqualTo("The disruption budget b does not allow evicting pods currently");
    assertThat(refusal.path("details").has("retryAfterSeconds")).isFalse();
  }

  @Test
  void anUnreadyPodMayGoWhenTheBudgetSaysSo() throws Exception {
    String pod = pod("unready");
    JsonNode _ =
        patch(
            pod + "/status", "{'status':{'conditions':[{'type':'Ready','status':'False'}]}}", 200);
    String budget =
        budget(
            "unready",
            "unready",
            "{'status':{'observedGeneration':1,'currentHealthy':1,'desiredHealthy':1,"
                + "'disruptionsAllowed':0}}");
    JsonNode _ = post(pod + "/eviction", eviction("unready"), 201);
    assertThat(get(budget).path("status").has("disruptedPods")).isFalse();
    assertThat(get(pod).path("metadata").has("deletionTimestamp")).isTrue();
  }

  @Test
  void twoBudgetsAreTooMany() throws Exception {
    String pod = pod("two");
    String _ = budget("two-a", "two", "");
    String _ = budget("two-b", "two", "");
    JsonNode refusal = post(pod + "/eviction", eviction("two"), 500);
    assertThat(refusal.path("message").asText())
        .isEqualTo(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
    assertThat(post(pod + "/eviction", eviction("other"), 400).path("message").asText())
        .isEqualTo("name in URL does not match name in Eviction object");
  }

  @Test
  void resizeChangesCpuAndMemoryOnly() throws Exception {
    String pod = pod("resized");
    // A pod on a node grows as far as the node has room.
    post("/api/v1/nodes", "{'metadata':{'name':'n'}}", 201);
    patch("/api/v1/nodes/n/status", "{'status':{'allocatable':{'cpu':'1','memory':'1Gi'}}}", 200);
    patch(
        pod + "/resize",
        "{'spec':{'containers':[{'name':'c','resources':{'requests':{'cpu':'2'}}}]}}",
        403);
    JsonNode resized =
        patch(
            pod + "/resize",
            "{'metadata':{'labels':{'x':'y'}},'spec':{'containers':[{'name':'c','image':'other',"
                + "'resources':{'requests':{'cpu':'200m'}}}]}}",
            200);
    JsonNode container = resized.path("spec").path("containers").path(0);
    assertThat(container.path("resources").path("requests").path("cpu").asText()).isEqualTo("200m");
    assertThat(container.path("image").asText()).isEqualTo("i");
    assertThat(resized.path("metadata").path("labels").has("x")).isFalse();
    assertThat(resized.path("metadata").path("generation").asInt()).isEqualTo(2);
    assertThat(
            patch(
                    pod + "/resize",
                    "{'spec':{'containers':[{'name':'c','resources':{'requests':"
                        + "{'ephemeral-storage':'1Gi'}}}]}}",
                    422)
                .path("message")
                .asText())
        .endsWith("spec: Forbidden: only cpu and memory resources are mutable");
    assertThat(
            patch(
                    pod + "/resize",
                    "{'spec':{'containers':[{'name':'c','resources':{'requests':{'cpu':null}}}]}}",
                    422)
                .path("message")
                .asText())
        .contains("resource requests cannot be removed")
        .contains("Pod QOS Class may not change as a result of resizing");
  }

  @Test
  void ephemeralContainersAreAddedAndStay() throws Exception {
    String pod = pod("debugged");
    JsonNode debugged =
        patch(
            pod + "/ephemeralcontainers",
            "{'spec':{'activeDeadlineSeconds':5,'ephemeralContainers':[{'name':'d','image':'i',"
                + "'targetContainerName':'c'}]}}",
            200);
    assertThat(debugged.path("spec").path("ephemeralContainers").path(0).path("name").asText())
        .isEqualTo("d");
    assertThat(debugged.path("spec").has("activeDeadlineSeconds")).isFalse();
    assertThat(
            patch(
                    pod + "/ephemeralcontainers",
                    "{'spec':{'ephemeralContainers':[{'name':'d','$patch':'delete'}]}}",
                    422)
                .path("message")
                .asText())
        .contains("existing ephemeral containers \"d\" may not be removed");
    assertThat(
            patch(
                    pod + "/ephemeralcontainers",
                    "{'spec':{'ephemeralContainers':[{'name':'c','image':'i',"
                        + "'ports':[{'containerPort':1}]}]}}",
                    422)
                .path("message")
                .asText())
        .contains("spec.ephemeralContainers[0].name: Duplicate value: \"c\"")
        .contains("ports: Forbidden: cannot be set for an Ephemeral Container");
  }
}
