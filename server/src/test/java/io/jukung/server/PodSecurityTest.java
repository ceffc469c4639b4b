package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Pod Security Standards over HTTP. */
final class PodSecurityTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String HOST =
      "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"hostNetwork\":true,\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
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

  private static void namespace(String name, String labels) throws Exception {
    assertThat(
            post(
                    "/api/v1/namespaces",
                    "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + labels + "}}}")
                .statusCode())
        .isEqualTo(201);
    assertThat(
            post(
                    "/api/v1/namespaces/" + name + "/serviceaccounts",
                    "{\"metadata\":{\"name\":\"default\"}}")
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void podsThatBreakWhatIsEnforcedAreRefused() throws Exception {
    namespace("enforced", "\"pod-security.kubernetes.io/enforce\":\"baseline\"");
    HttpResponse<String> refused = post("/api/v1/namespaces/enforced/pods", HOST.formatted("p"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(MAPPER.readTree(refused.body()).path("message").asText())
        .isEqualTo(
            "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces"
                + " (hostNetwork=true)");
    HttpResponse<String> made =
        post(
            "/apis/apps/v1/namespaces/enforced/deployments",
            """
            {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},
               "spec":{"hostPID":true,"containers":[{"name":"c","image":"i:1"}]}}}}\
            """);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().allValues("Warning"))
        .containsExactly(
            "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces"
                + " (hostPID=true)\"");
  }

  @Test
  void aStricterLevelWarnsOfThePodsThereAre() throws Exception {
    namespace("stricter", "\"pod-security.kubernetes.io/warn\":\"privileged\"");
    for (String name : new String[] {"b", "a"}) {
      assertThat(post("/api/v1/namespaces/stricter/pods", HOST.formatted(name)).statusCode())
          .isEqualTo(201);
    }
    assertThat(server.get("/api/v1/namespaces/stricter/pods").statusCode()).isEqualTo(200);
    HttpResponse<String> changed = label("stricter", "baseline");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.headers().allValues("Warning"))
        .containsExactly(
            "299 - \"existing pods in namespace \\\"stricter\\\" violate the new PodSecurity"
                + " enforce level \\\"baseline:latest\\\"\"",
            "299 - \"a (and 1 other pod): host namespaces\"");
    HttpResponse<String> refused = label("stricter", "none");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("must be one of privileged, baseline, restricted");
  }

  private static HttpResponse<String> label(String namespace, String level) throws Exception {
    return server.send(
        "PATCH",
        "/api/v1/namespaces/" + namespace,
        "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\"" + level + "\"}}}",
        "Content-Type",
        "application/merge-patch+json");
  }
}
