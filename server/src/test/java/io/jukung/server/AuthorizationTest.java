package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, over HTTP: roles, escalation, impersonation and nodes. */
final class AuthorizationTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String JSON = "application/json";
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String CORE = "/api/v1/namespaces/default";
  private static final long BOUND_NS = 10_000_000_000L;
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    admin("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    admin(CORE + "/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode admin(String path, String body) throws Exception {
    HttpResponse<String> answer = server.send("POST", path, body, "Content-Type", JSON);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return MAPPER.readTree(answer.body());
  }

  /** A request of the user {@code plain}, of the groups g1 and g2. */
  private static HttpResponse<String> plain(String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.server().url() + path))
            .header("Authorization", "Bearer " + TestServer.PLAIN)
            .header("Content-Type", JSON)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    return server.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A request of a node, by the administrator in its stead. */
  private static HttpResponse<String> node(String node, String method, String path, String body)
      throws Exception {
    return server.send(
        method, path, body, "Impersonate-User", "system:node:" + node, "Content-Type", JSON);
  }

  private static String message(HttpResponse<String> answer) throws Exception {
    return MAPPER.readTree(answer.body()).path("message").asText();
  }

  private static void grant(String name, String rules) throws Exception {
    String metadata = "{\"metadata\":{\"name\":\"" + name + "\"},";
    admin(RBAC + "/clusterroles", metadata + "\"rules\":" + rules + "}");
    admin(
        RBAC + "/clusterrolebindings",
        metadata
            + "\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\","
            + "\"name\":\""
            + name
            + "\"},\"subjects\":[{\"kind\":\"Group\",\"name\":\"g1\"}]}");
  }

  /** Asks until the answer has this status; the read cache may be a moment behind a write. */
  private static HttpResponse<String> until(int status, String method, String path, String body)
      throws Exception {
    long end = System.nanoTime() + BOUND_NS;
    HttpResponse<String> answer = plain(method, path, body);
    while (answer.statusCode() != status && System.nanoTime() < end) {
      answer = plain(method, path, body);
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  @Test
  void whatNoRoleAllowsIsForbidden() throws Exception {
    HttpResponse<String> answer = plain("GET", "/apis/apps/v1/deployments", "");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(message(answer))
        .isEqualTo(
            "deployments.apps is forbidden: User \"plain\" cannot list resource \"deployments\" in"
                + " API group \"apps\" at the cluster scope");
    assertThat(message(plain("GET", "/metrics", "")))
        .isEqualTo("forbidden: User \"plain\" cannot get path \"/metrics\"");
    assertThat(plain("GET", "/healthz", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aBoundRoleAllowsAndAReviewSaysWhy() throws Exception {
    grant(
        "reader",
        "[{\"verbs\":[\"list\"],\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"]},"
            + "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/openid/*\"]}]");
    var _ = until(200, "GET", CORE + "/configmaps", "");
    var _ = until(200, "GET", "/openid/v1/jwks", "");
    grant(
        "reviewer",
        "[{\"verbs\":[\"create\"],\"apiGroups\":[\"authorization.k8s.io\"],\"resources\":[\"*\"]}]");
    String spec =
        "{\"spec\":{\"resourceAttributes\":{\"verb\":\"list\",\"resource\":\"configmaps\","
            + "\"namespace\":\"default\"}}}";
    HttpResponse<String> review =
        until(201, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", spec);
    assertThat(MAPPER.readTree(review.body()).path("status").toString())
        .isEqualTo(
            "{\"allowed\":true,\"reason\":\"RBAC: allowed by ClusterRoleBinding \\\"reader\\\" of"
                + " ClusterRole \\\"reader\\\" to Group \\\"g1\\\"\"}");
    HttpResponse<String> rules =
        plain(
            "POST",
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            "{\"spec\":{\"namespace\":\"default\"}}");
    assertThat(MAPPER.readTree(rules.body()).path("status").toString())
        .contains(
            "{\"verbs\":[\"list\"],\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"]}",
            "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/openid/*\"]}",
            "\"incomplete\":false");
    assertThat(server.send("DELETE", RBAC + "/clusterrolebindings/reader", "").statusCode())
        .isEqualTo(200);
    var _ = until(403, "GET", CORE + "/configmaps", "");
  }

  @Test
  void nobodyGivesWhatTheyHaveNot() throws Exception {
    grant(
        "granter",
        "[{\"verbs\":[\"create\"],\"apiGroups\":[\"rbac.authorization.k8s.io\"],"
            + "\"resources\":[\"clusterroles\",\"clusterrolebindings\"]}]");
    admin(
        RBAC + "/clusterroles",
        "{\"metadata\":{\"name\":\"strong\"},\"rules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],"
            + "\"resources\":[\"*\"]}]}");
    String role =
        "{\"metadata\":{\"name\":\"mine\"},\"rules\":[{\"verbs\":[\"get\",\"watch\"],"
            + "\"apiGroups\":[\"\"],\"resources\":[\"secrets\"]}]}";
    long end = System.nanoTime() + BOUND_NS;
    HttpResponse<String> refused = plain("POST", RBAC + "/clusterroles", role);
    while (!refused.body().contains("attempting") && System.nanoTime() < end) {
      refused = plain("POST", RBAC + "/clusterroles", role);
    }
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(message(refused))
        .isEqualTo(
            "clusterroles.rbac.authorization.k8s.io \"mine\" is forbidden: user \"plain\""
                + " (groups=[\"g1\" \"g2\" \"system:authenticated\"]) is attempting to grant RBAC"
                + " permissions not currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"watch\"]}");
    String binding =
        "{\"metadata\":{\"name\":\"mine\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
            + "\"kind\":\"ClusterRole\",\"name\":\"strong\"},"
            + "\"subjects\":[{\"kind\":\"Group\",\"name\":\"g1\"}]}";
    assertThat(message(plain("POST", RBAC + "/clusterrolebindings", binding)))
        .startsWith("clusterrolebindings.rbac.authorization.k8s.io \"mine\" is forbidden: user")
        .endsWith("{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}");
    HttpResponse<String> absent =
        plain("POST", RBAC + "/clusterrolebindings", binding.replace("strong", "absent"));
    assertThat(message(absent))
        .isEqualTo("clusterroles.rbac.authorization.k8s.io \"absent\" not found");
    grant(
        "binder",
        "[{\"verbs\":[\"bind\"],\"apiGroups\":[\"rbac.authorization.k8s.io\"],"
            + "\"resources\":[\"clusterroles\"],\"resourceNames\":[\"granter\"]}]");
    var _ =
        until(
            201,
            "POST",
            RBAC + "/clusterrolebindings",
            binding.replace("strong", "granter").replace("g1", "g9"));
  }

  @Test
  void actingAsOthersNeedsThePermission() throws Exception {
    HttpResponse<String> denied =
        server
            .client()
            .send(
                HttpRequest.newBuilder(URI.create(server.server().url() + "/api/v1/pods"))
                    .header("Authorization", "Bearer " + TestServer.PLAIN)
                    .header("Impersonate-User", "eve")
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(message(denied))
        .isEqualTo(
            "pods is forbidden: User \"plain\" cannot impersonate-on:user-info:list resource"
                + " \"pods\" in API group \"\" at the cluster scope");
    HttpResponse<String> eve = server.get("/api/v1/pods", "Impersonate-User", "eve");
    assertThat(message(eve)).contains("User \"eve\" cannot list resource \"pods\"");
    JsonNode who =
        MAPPER.readTree(
            server
                .send(
                    "POST",
                    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                    "{}",
                    "Impersonate-User",
                    "eve",
                    "Impersonate-Group",
                    "system:masters",
                    "Impersonate-Extra-Scopes",
                    "a",
                    "Content-Type",
                    JSON)
                .body());
    assertThat(who.at("/status/userInfo").toString())
        .isEqualTo(
            "{\"username\":\"eve\",\"groups\":[\"system:masters\",\"system:authenticated\"],"
                + "\"extra\":{\"scopes\":[\"a\"]}}");
  }

  @Test
  void aNodeSeesWhatItsPodsNeedAndNothingElse() throws Exception {
    String bound = "";
    for (String name : new String[] {"b", "a"}) {
      admin(CORE + "/secrets", "{\"metadata\":{\"name\":\"secret-" + name + "\"}}");
      JsonNode pod =
          admin(
              CORE + "/pods",
              "{\"metadata\":{\"name\":\"pod-"
                  + name
                  + "\"},\"spec\":{\"nodeName\":\"node-"
                  + name
                  + "\",\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"envFrom\":"
                  + "[{\"secretRef\":{\"name\":\"secret-"
                  + name
                  + "\"}}]}]}}");
      bound =
          "{\"spec\":{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"pod-"
              + name
              + "\",\"uid\":"
              + pod.at("/metadata/uid")
              + "}}}";
    }
    String secrets = CORE + "/secrets/secret-";
    assertThat(node("node-a", "GET", secrets + "a", "").statusCode()).isEqualTo(200);
    HttpResponse<String> foreign = node("node-a", "GET", secrets + "b", "");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(message(foreign))
        .isEqualTo(
            "secrets \"secret-b\" is forbidden: User \"system:node:node-a\" cannot get resource"
                + " \"secrets\" in API group \"\" in the namespace \"default\": no relationship"
                + " found between node 'node-a' and this object");
    assertThat(message(node("node-a", "GET", "/api/v1/pods", "")))
        .endsWith("can only list/watch pods with spec.nodeName field selector");
    String own = "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-a";
    assertThat(node("node-a", "GET", own, "").statusCode()).isEqualTo(200);
    assertThat(message(node("node-a", "GET", "/api/v1/nodes/node-b", "")))
        .endsWith("node 'node-a' cannot read 'node-b', only its own Node object");
    String token = CORE + "/serviceaccounts/default/token";
    HttpResponse<String> mine = node("node-a", "POST", token, bound);
    assertThat(mine.statusCode()).as(mine.body()).isEqualTo(201);
    assertThat(message(node("node-a", "POST", token, "{}"))).endsWith("not bound to a pod");
    assertThat(node("node-c", "POST", token, bound).statusCode()).isEqualTo(403);
    assertThat(server.send("DELETE", CORE + "/pods/pod-a?gracePeriodSeconds=0", "").statusCode())
        .isEqualTo(200);
    long end = System.nanoTime() + BOUND_NS;
    int status = node("node-a", "GET", secrets + "a", "").statusCode();
    while (status != 403 && System.nanoTime() < end) {
      status = node("node-a", "GET", secrets + "a", "").statusCode();
    }
    assertThat(status).isEqualTo(403);
  }
}
