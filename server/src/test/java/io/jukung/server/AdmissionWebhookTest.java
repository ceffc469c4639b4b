package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.server.TestWebhook.Answer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that judge and change writes; a real one answers. */
final class AdmissionWebhookTest {
  private static final String API = "/apis/admissionregistration.k8s.io/v1/";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final JsonMapper MAPPER = new JsonMapper();
  @TempDir static Path folder;
  private static TestServer server;
  private static TestWebhook webhook;
  private final List<ObjectNode> reviews = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    webhook = new TestWebhook("127.0.0.1", "localhost");
    make("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    make("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}");
  }

  @AfterAll
  static void stop() {
    server.close();
    webhook.close();
  }

  @BeforeEach
  void allow() {
    reviews.clear();
    webhook.behave(review -> answer(review, "\"allowed\":true"));
  }

  @AfterEach
  void clean() throws Exception {
    webhook.behave(review -> answer(review, "\"allowed\":true"));
    for (String kind : List.of("validating", "mutating")) {
      assertThat(server.send("DELETE", API + kind + "webhookconfigurations", "").statusCode())
          .isEqualTo(200);
      settle(API + kind + "webhookconfigurations");
    }
    assertThat(server.send("DELETE", MAPS, "").statusCode()).isEqualTo(200);
  }

  /** Returns when the read cache, from which admission reads, has all writes so far. */
  private static void settle(String list) throws Exception {
    assertThat(server.get(list).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return server.send("POST", path, body, "Content-Type", "application/json");
  }

  private static void make(String path, String body) throws Exception {
    HttpResponse<String> made = post(path, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    settle(path);
  }

  private Answer answer(ObjectNode review, String response) {
    reviews.add(review);
    return new Answer(
        200,
        "application/json",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"response\":"
            + "{\"uid\":\""
            + review.path("request").path("uid").asText()
            + "\","
            + response
            + "}}");
  }

  private Answer patch(ObjectNode review, String patch) {
    return answer(
        review,
        "\"allowed\":true,\"patchType\":\"JSONPatch\",\"patch\":\""
            + Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8))
            + "\"");
  }

  /** A configuration with one webhook. */
  private void configure(String kind, String name, String path, String rules, String more)
      throws Exception {
    make(
        API + kind + "webhookconfigurations",
        """
        {"metadata":{"name":"%s"},"webhooks":[{"name":"%s.example.com","sideEffects":"None",
          "admissionReviewVersions":["v1","v1beta1"],"rules":[%s],
          "clientConfig":{"url":"https://127.0.0.1:%d/%s","caBundle":"%s"}%s}]}\
        """
            .formatted(name, name, rules, webhook.port(), path, webhook.caBundle(), more));
  }

  private static String rule(String group, String resources) {
    return "{\"apiGroups\":[\"%s\"],\"apiVersions\":[\"*\"],\"operations\":[\"*\"],\"resources\":[\"%s\"]}"
        .formatted(group, resources);
  }

  private HttpResponse<String> map(String name) throws Exception {
    return post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"x\":\"1\"}}");
  }

  private static String message(HttpResponse<String> response) throws Exception {
    return MAPPER.readTree(response.body()).path("message").asText();
  }

  @Test
  void aWebhookIsToldOfTheWriteAndRefusesIt() throws Exception {
    configure("validating", "deny", "deny", rule("", "configmaps"), "");
    webhook.behave(
        review ->
            answer(
                review,
                "\"allowed\":false,\"warnings\":[\"look out\"],\"result\":{\"message\":\"not"
                    + " this\",\"reason\":\"Forbidden\",\"code\":403}"));
    HttpResponse<String> refused = map("a");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(message(refused))
        .isEqualTo("admission webhook \"deny.example.com\" denied the request: not this");
    assertThat(refused.headers().allValues("Warning")).containsExactly("299 - \"look out\"");
    JsonNode request = reviews.getFirst().path("request");
    assertThat(request.at("/object/data").toString()).isEqualTo("{\"x\":\"1\"}");
    assertThat(request.path("oldObject").isNull()).isTrue();
    assertThat(request.path("operation").asText()).isEqualTo("CREATE");
    assertThat(request.path("name").asText()).isEqualTo("a");
    assertThat(request.path("namespace").asText()).isEqualTo("default");
    assertThat(request.at("/kind").toString())
        .isEqualTo("{\"group\":\"\",\"version\":\"v1\",\"kind\":\"ConfigMap\"}");
    assertThat(request.at("/userInfo/username").asText()).isEqualTo("admin");
    assertThat(request.at("/options").toString())
        .isEqualTo("{\"kind\":\"CreateOptions\",\"apiVersion\":\"meta.k8s.io/v1\"}");
    webhook.behave(review -> answer(review, "\"allowed\":false"));
    assertThat(map("a").statusCode()).isEqualTo(400);
    assertThat(message(map("a")))
        .isEqualTo("admission webhook \"deny.example.com\" denied the request without explanation");
    assertThat(server.get("/metrics").body())
        .containsPattern(
            "apiserver_admission_webhook_rejection_count\\{error_type=\"no_error\""
                + ",name=\"deny.example.com\",operation=\"CREATE\",rejection_code=\"403\""
                + ",type=\"validating\"} 1")
        .containsPattern(
            "apiserver_admission_webhook_request_total\\{code=\"400\",name=\"deny.example.com\""
                + ",operation=\"CREATE\",rejected=\"true\",type=\"validating\"} 2");
  }

  @Test
  void changesAreAppliedDefaultedAndSeenByTheNext() throws Exception {
    configure("mutating", "a-first", "first", rule("", "pods"), "");
    configure("mutating", "b-second", "second", rule("", "pods"), "");
    webhook.behave(
        review ->
            review.at("/request/object/spec/initContainers").isMissingNode()
                ? patch(
                    review,
                    "[{\"op\":\"add\",\"path\":\"/spec/initContainers\",\"value\":[{\"name\":\"i\",\"image\":\"x\"}]}]")
                : patch(
                    review,
                    "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"policy\":\""
                        + review
                            .at("/request/object/spec/initContainers/0/terminationMessagePolicy")
                            .asText()
                        + "\"}}]"));
    HttpResponse<String> made =
        post(
            "/api/v1/namespaces/default/pods",
            "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode pod = MAPPER.readTree(made.body());
    assertThat(pod.at("/metadata/labels/policy").asText()).isEqualTo("File");
    // The plugins looked at the new container too.
    assertThat(pod.at("/spec/initContainers/0/volumeMounts").size()).isEqualTo(1);
    webhook.behave(review -> answer(review, "\"allowed\":true"));
    assertThat(server.send("DELETE", "/api/v1/namespaces/default/pods/p", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void oneThatWishesIsAskedAgainAfterAChange() throws Exception {
    configure("mutating", "a", "a", rule("", "configmaps"), ",\"reinvocationPolicy\":\"IfNeeded\"");
    configure("mutating", "b", "b", rule("", "configmaps"), "");
    webhook.behave(
        review -> {
          int size = review.at("/request/object/data").size();
          return patch(
              review,
              size == 3
                  ? "[]"
                  : "[{\"op\":\"add\",\"path\":\"/data/k" + size + "\",\"value\":\"v\"}]");
        });
    JsonNode made = MAPPER.readTree(map("again").body());
    assertThat(made.path("data").toString()).isEqualTo("{\"k1\":\"v\",\"k2\":\"v\",\"x\":\"1\"}");
    assertThat(webhook.requests().stream().map(r -> r.substring(0, 2)))
        .containsExactly("/a", "/b", "/a");
  }

  @Test
  void deletesAndConnectionsAreJudged() throws Exception {
    configure(
        "validating",
        "deny",
        "deny",
        rule("", "configmaps") + "," + rule("", "pods/attach"),
        ",\"matchConditions\":[{\"name\":\"no-create\",\"expression\":\"request.operation !="
            + " 'CREATE'\"}]");
    webhook.behave(
        review -> answer(review, "\"allowed\":false,\"result\":{\"message\":\"stays\"}"));
    assertThat(map("kept").statusCode()).isEqualTo(201);
    HttpResponse<String> refused = server.send("DELETE", MAPS + "/kept", "");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(message(refused)).endsWith("denied the request: stays");
    JsonNode request = reviews.getLast().path("request");
    assertThat(request.path("object").isNull()).isTrue();
    assertThat(request.at("/oldObject/metadata/name").asText()).isEqualTo("kept");
    assertThat(request.at("/options/kind").asText()).isEqualTo("DeleteOptions");
    webhook.behave(review -> answer(review, "\"allowed\":true"));
  }

  @Test
  void failuresRefuseUnlessTheyAreIgnored() throws Exception {
    configure("validating", "closed", "closed", rule("", "configmaps"), "");
    webhook.behave(review -> new Answer(500, "text/plain", "broken"));
    HttpResponse<String> refused = map("a");
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(message(refused))
        .startsWith(
            "Internal error occurred: failed calling webhook \"closed.example.com\": failed to"
                + " call webhook: ");
    webhook.behave(
        review ->
            Answer.json(
                MAPPER
                    .createObjectNode()
                    .put("kind", "AdmissionReview")
                    .put("apiVersion", "admission.k8s.io/v1")));
    assertThat(message(map("a")))
        .endsWith("received invalid webhook response: webhook response was absent");
    clean();
    configure(
        "validating", "open", "open", rule("", "configmaps"), ",\"failurePolicy\":\"Ignore\"");
    assertThat(map("a").statusCode()).isEqualTo(201);
  }

  @Test
  void aWebhookThatTakesTooLongIsLeft() throws Exception {
    configure("validating", "slow", "slow", rule("", "configmaps"), ",\"timeoutSeconds\":1");
    CountDownLatch over = new CountDownLatch(1);
    webhook.behave(
        review -> {
          try {
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return answer(review, "\"allowed\":true");
        });
    HttpResponse<String> refused = map("a");
    over.countDown();
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(message(refused)).endsWith("/slow?timeout=1s\": context deadline exceeded");
  }

  @Test
  void dryRunsNeedWebhooksWithoutSideEffects() throws Exception {
    make(
        API + "validatingwebhookconfigurations",
        """
        {"metadata":{"name":"some"},"webhooks":[{"name":"some.example.com","sideEffects":"NoneOnDryRun",
          "admissionReviewVersions":["v1"],"rules":[%s],
          "clientConfig":{"url":"https://127.0.0.1:%d/some","caBundle":"%s"}}]}\
        """
            .formatted(rule("", "configmaps"), webhook.port(), webhook.caBundle()));
    HttpResponse<String> dry = post(MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"dry\"}}");
    assertThat(dry.statusCode()).isEqualTo(201);
    assertThat(reviews.getFirst().at("/request/dryRun").asBoolean()).isTrue();
    assertThat(server.get(MAPS + "/dry").statusCode()).isEqualTo(404);
  }

  @Test
  void configurationsOfWebhooksAreNeverJudged() throws Exception {
    configure("validating", "all", "all", rule("*", "*"), "");
    configure("mutating", "all", "all", rule("*", "*"), "");
    webhook.behave(review -> answer(review, "\"allowed\":false"));
    assertThat(map("a").statusCode()).isEqualTo(400);
    reviews.clear();
    clean(API + "validatingwebhookconfigurations/all");
    clean(API + "mutatingwebhookconfigurations/all");
    assertThat(reviews).isEmpty();
  }

  private static void clean(String path) throws Exception {
    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(200);
  }

  @Test
  void theOlderReviewIsSpokenToo() throws Exception {
    make(
        API + "mutatingwebhookconfigurations",
        """
        {"metadata":{"name":"old"},"webhooks":[{"name":"old.example.com","sideEffects":"None",
          "admissionReviewVersions":["v1beta1"],"rules":[%s],
          "clientConfig":{"url":"https://127.0.0.1:%d/old","caBundle":"%s"}}]}\
        """
            .formatted(rule("", "configmaps"), webhook.port(), webhook.caBundle()));
    webhook.behave(
        review -> {
          reviews.add(review);
          return new Answer(
              200,
              "application/json",
              "{\"response\":{\"allowed\":true,\"patch\":\""
                  + Base64.getEncoder()
                      .encodeToString(
                          "[{\"op\":\"add\",\"path\":\"/data/y\",\"value\":\"2\"}]"
                              .getBytes(StandardCharsets.UTF_8))
                  + "\"}}");
        });
    assertThat(MAPPER.readTree(map("old").body()).path("data").toString())
        .isEqualTo("{\"x\":\"1\",\"y\":\"2\"}");
    assertThat(reviews.getFirst().path("apiVersion").asText())
        .isEqualTo("admission.k8s.io/v1beta1");
  }

  @Test
  void aScaleIsJudgedAsAScale() throws Exception {
    String deployments = "/apis/apps/v1/namespaces/default/deployments";
    make(
        deployments,
        """
        {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
         "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}\
        """);
    configure("mutating", "scale", "scale", rule("apps", "deployments/scale"), "");
    webhook.behave(
        review -> patch(review, "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]"));
    HttpResponse<String> scaled =
        server.send(
            "PATCH",
            deployments + "/d/scale",
            "{\"spec\":{\"replicas\":2}}",
            "Content-Type",
            "application/merge-patch+json");
    assertThat(scaled.statusCode()).as(scaled.body()).isEqualTo(200);
    assertThat(MAPPER.readTree(scaled.body()).at("/spec/replicas").asInt()).isEqualTo(3);
    JsonNode request = reviews.getFirst().path("request");
    assertThat(request.at("/kind/kind").asText()).isEqualTo("Scale");
    assertThat(request.path("subResource").asText()).isEqualTo("scale");
    assertThat(request.at("/object/spec/replicas").asInt()).isEqualTo(2);
    assertThat(request.at("/oldObject/spec/replicas").asInt()).isEqualTo(1);
    assertThat(server.get(deployments + "/d").body()).contains("\"replicas\":3");
  }
}
