package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.server.TestWebhook.Answer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Custom resources whose versions a webhook converts; v1 is stored. */
@Timeout(90)
final class ConversionWebhookTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  @TempDir static Path folder;
  private static TestServer server;
  private static TestWebhook webhook;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    webhook = new TestWebhook("127.0.0.1", "localhost", "convert.default.svc");
    post("/api/v1/namespaces", "{'metadata':{'name':'default'}}");
  }

  @AfterAll
  static void stop() {
    webhook.close();
    server.close();
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return server.send("POST", path, body.replace('\'', '"'), "Content-Type", "application/json");
  }

  private static JsonNode tree(HttpResponse<String> answer) throws Exception {
    return MAPPER.readTree(answer.body());
  }

  private static String url() {
    return "'url':'https://127.0.0.1:" + webhook.port() + "/convert'";
  }

  /** Defines {@code posts.<group>} with v1 and v2, and waits until it is served. */
  private static void define(String group, String client) throws Exception {
    String version =
        "{'name':'%s','served':true,'storage':%s,'selectableFields':[{'jsonPath':'.spec.%s'}],"
            + "'schema':{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object',"
            + "'properties':{'%3$s':{'type':'string'}}}}}}}";
    HttpResponse<String> created =
        post(
            DEFINITIONS,
            ("{'metadata':{'name':'posts.%1$s'},'spec':{'group':'%1$s','scope':'Namespaced',"
                    + "'names':{'plural':'posts','kind':'Post'},'versions':[%2$s,%3$s],"
                    + "'conversion':{'strategy':'Webhook','webhook':{"
                    + "'conversionReviewVersions':['v7','v1'],'clientConfig':{%4$s}}}}}")
                .formatted(
                    group,
                    version.formatted("v1", true, "host"),
                    version.formatted("v2", false, "place"),
                    client));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    long end = System.nanoTime() + 10_000_000_000L;
    while (server.get(path(group, "v2")).statusCode() != 200 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static String path(String group, String version) {
    return "/apis/" + group + "/" + version + "/namespaces/default/posts";
  }

  private static HttpResponse<String> create(String group, String version, String name, String spec)
      throws Exception {
    return post(
        path(group, version),
        "{'apiVersion':'%s/%s','kind':'Post','metadata':{'name':'%s'},'spec':{%s}}"
            .formatted(group, version, name, spec));
  }

  /** Moves the field, and marks what it has converted. */
  private static ObjectNode converted(ObjectNode object, String apiVersion) {
    ObjectNode made = object.deepCopy().put("apiVersion", apiVersion);
    ObjectNode spec = made.withObject("/spec");
    boolean second = apiVersion.endsWith("/v2");
    JsonNode value = spec.remove(second ? "host" : "place");
    if (value != null) {
      spec.set(second ? "place" : "host", value);
    }
    ObjectNode metadata = made.withObject("/metadata");
    metadata.putObject("labels").put("seen-as", second ? "v2" : "v1");
    metadata.put("generation", 77).put("resourceVersion", "77");
    return made;
  }

  private static Answer convert(ObjectNode review) {
    return convert(review, _ -> {});
  }

  private static Answer convert(ObjectNode review, Consumer<ObjectNode> spoil) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "ConversionReview");
    ObjectNode response = answer.putObject("response");
    JsonNode request = review.path("request");
    response.put("uid", request.path("uid").asText()).putObject("result").put("status", "Success");
    var objects = response.putArray("convertedObjects");
    request
        .path("objects")
        .forEach(
            object ->
                objects.add(
                    converted((ObjectNode) object, request.path("desiredAPIVersion").asText())));
    spoil.accept(response);
    return Answer.json(answer);
  }

  @Test
  void everyReadAndWriteIsConverted() throws Exception {
    define("all.test", url() + ",'caBundle':'" + webhook.caBundle() + "'");
    webhook.behave(ConversionWebhookTest::convert);
    assertThat(create("all.test", "v1", "a", "'host':'h1'").statusCode()).isEqualTo(201);
    assertThat(webhook.requests()).as("what is stored as it came asks nobody").isEmpty();

    JsonNode second = tree(server.get(path("all.test", "v2") + "/a"));
    assertThat(second.path("apiVersion").asText()).isEqualTo("all.test/v2");
    assertThat(second.path("spec").toString()).isEqualTo("{\"place\":\"h1\"}");
    assertThat(second.path("metadata").path("labels").toString()).isEqualTo("{\"seen-as\":\"v2\"}");
    assertThat(second.path("metadata").path("generation").asInt()).isEqualTo(1);
    assertThat(second.path("metadata").path("resourceVersion").asText()).isNotEqualTo("77");
    assertThat(webhook.requests()).containsExactly("/convert?timeout=30s 1");

    JsonNode made = tree(create("all.test", "v2", "b", "'place':'h2'"));
    assertThat(made.path("spec").toString()).isEqualTo("{\"place\":\"h2\"}");
    assertThat(tree(server.get(path("all.test", "v1") + "/b")).path("spec").toString())
        .isEqualTo("{\"host\":\"h2\"}");
    HttpResponse<String> patched =
        server.send(
            "PATCH",
            path("all.test", "v2") + "/b",
            "{\"spec\":{\"place\":\"h3\"}}",
            "Content-Type",
            "application/merge-patch+json");
    assertThat(tree(patched).path("spec").toString()).isEqualTo("{\"place\":\"h3\"}");
    assertThat(tree(patched).path("metadata").path("generation").asInt()).isEqualTo(2);
    selections();
    assertThat(server.send("DELETE", path("all.test", "v2") + "/b", "").statusCode())
        .isEqualTo(200);
  }

  /** Selectors see what the version's readers see. */
  private static void selections() throws Exception {
    String path = path("all.test", "v2");
    assertThat(tree(server.get(path + "?labelSelector=seen-as%3Dv2")).path("items")).hasSize(2);
    assertThat(tree(server.get(path + "?labelSelector=seen-as%3Dv1")).path("items")).isEmpty();
    assertThat(tree(server.get(path + "?fieldSelector=spec.place%3Dh3")).path("items")).hasSize(1);
    JsonNode first = tree(server.get(path("all.test", "v1") + "?fieldSelector=spec.host%3Dh3"));
    assertThat(first.path("items").path(0).path("spec").toString()).isEqualTo("{\"host\":\"h3\"}");
  }

  @Test
  void listsAskInBatchesAndWatchesConvert() throws Exception {
    define("many.test", url() + ",'caBundle':'" + webhook.caBundle() + "'");
    webhook.behave(ConversionWebhookTest::convert);
    for (int i = 0; i < 120; i++) {
      create("many.test", "v1", "p" + i, "'host':'h'");
    }
    webhook.requests();
    JsonNode list = tree(server.get(path("many.test", "v2")));
    assertThat(list.path("items")).hasSize(120);
    assertThat(list.path("items"))
        .allMatch(item -> item.path("spec").toString().equals("{\"place\":\"h\"}"));
    assertThat(webhook.requests())
        .containsExactly("/convert?timeout=30s 100", "/convert?timeout=30s 20");
    assertThat(tree(server.get(path("many.test", "v2"))).path("items")).hasSize(120);
    assertThat(webhook.requests()).as("what was converted is remembered").isEmpty();

    String from = list.path("metadata").path("resourceVersion").asText();
    HttpResponse<InputStream> watch =
        server
            .client()
            .send(
                server
                    .request(path("many.test", "v2") + "?watch=true&resourceVersion=" + from)
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      create("many.test", "v1", "new", "'host':'n'");
      assertThat(events.readLine())
          .startsWith("{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"many.test/v2\"")
          .contains("\"spec\":{\"place\":\"n\"}");
      webhook.behave(_ -> new Answer(500, "text/plain", "down"));
      create("many.test", "v1", "newer", "'host':'n'");
      assertThat(events.readLine())
          .startsWith("{\"type\":\"ERROR\"")
          .contains("conversion webhook for many.test/v1, Kind=Post failed");
    }
  }

  @Test
  void servicesAreFound() throws Exception {
    webhook.behave(ConversionWebhookTest::convert);
    String service =
        "'service':{'namespace':'default','name':'convert','port':"
            + webhook.port()
            + ",'path':'/there'},'caBundle':'"
            + webhook.caBundle()
            + "'";
    define("service.test", service);
    create("service.test", "v1", "a", "'host':'h'");
    assertThat(server.get(path("service.test", "v2") + "/a").body())
        .contains(
            "conversion webhook for service.test/v1, Kind=Post failed: Post"
                + " \\\"https://convert.default.svc:"
                + webhook.port()
                + "/there?timeout=30s\\\": service \\\"convert\\\" not found");
    post(
        "/api/v1/namespaces/default/services",
        "{'metadata':{'name':'convert'},'spec':{'type':'ExternalName','externalName':'localhost',"
            + "'ports':[{'port':"
            + webhook.port()
            + "}]}}");
    assertThat(tree(server.get(path("service.test", "v2") + "/a")).path("spec").toString())
        .isEqualTo("{\"place\":\"h\"}");
    assertThat(webhook.requests()).contains("/there?timeout=30s 1");
  }

  @Test
  void strangersAreNotBelieved() throws Exception {
    webhook.behave(ConversionWebhookTest::convert);
    try (TestWebhook other = new TestWebhook("127.0.0.1")) {
      define("stranger.test", url() + ",'caBundle':'" + other.caBundle() + "'");
    }
    create("stranger.test", "v1", "a", "'host':'h'");
    HttpResponse<String> answer = server.get(path("stranger.test", "v2") + "/a");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains(
            "tls: failed to verify certificate: x509: certificate signed by unknown authority");
  }

  static List<Arguments> faults() {
    String failed = "conversion webhook for fault.test/v1, Kind=Post failed: ";
    String returned = "conversion webhook for fault.test/v1, Kind=Post returned ";
    return Stream.of(
            fault(r -> r.remove("uid"), failed, "expected response.uid="),
            fault(
                r -> r.putObject("result").put("status", "Failure").put("message", "no way"),
                failed + "no way",
                ""),
            fault(
                r -> r.remove("result"),
                failed + "response.result.status was '', not 'Success'",
                ""),
            fault(r -> r.remove("convertedObjects"), returned + "0 objects, expected 1", ""),
            fault(
                r -> first(r).put("apiVersion", "fault.test/v3"),
                returned
                    + "invalid object at index 0: invalid groupVersion (expected fault.test/v2,"
                    + " received fault.test/v3)",
                ""),
            fault(
                r -> first(r).put("kind", "Other"),
                returned
                    + "invalid object at index 0: invalid kind (expected Post, received Other)",
                ""),
            fault(
                r -> meta(r).put("name", "other"),
                returned + "invalid object: must have the same name: f != other",
                ""),
            fault(
                r -> meta(r).put("namespace", "other"),
                returned + "invalid object: must have the same namespace: default != other",
                ""),
            fault(
                r -> meta(r).put("uid", "other"),
                returned + "invalid object: must have the same UID: ",
                " != other"),
            fault(
                r -> meta(r).putObject("labels").put("a b", "c"),
                returned
                    + "invalid metadata: metadata.labels: Invalid value: \\\"a b\\\": name part"
                    + " must consist",
                ""),
            fault(
                r -> meta(r).putArray("annotations"),
                returned
                    + "invalid metadata: invalid metadata.annotations of type []interface {} in"
                    + " converted object",
                ""),
            fault(
                r -> meta(r).putObject("annotations").put("a", 1),
                returned
                    + "invalid metadata: metadata.annotations[a] must be a string, but is int64 in"
                    + " converted object",
                ""))
        .toList();
  }

  private static Arguments fault(Consumer<ObjectNode> spoil, String text, String more) {
    return Arguments.of(text + more, spoil, text, more);
  }

  private static ObjectNode first(ObjectNode response) {
    return (ObjectNode) response.path("convertedObjects").path(0);
  }

  private static ObjectNode meta(ObjectNode response) {
    return first(response).withObject("/metadata");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void answersAreChecked(String name, Consumer<ObjectNode> spoil, String text, String more)
      throws Exception {
    if (server.get(path("fault.test", "v2")).statusCode() == 404) {
      webhook.behave(ConversionWebhookTest::convert);
      define("fault.test", url() + ",'caBundle':'" + webhook.caBundle() + "'");
      create("fault.test", "v1", "f", "'host':'h'");
    }
    webhook.behave(review -> convert(review, spoil));
    HttpResponse<String> answer = server.get(path("fault.test", "v2") + "/f");
    assertThat(answer.statusCode()).as(name).isEqualTo(500);
    assertThat(answer.body()).contains("\"message\":\"" + text).contains(more);
    assertThat(tree(answer).has("reason")).isFalse();
    assertThat(server.get(path("fault.test", "v2")).body()).contains(text);
  }

  @Test
  void refusalsAreTold() throws Exception {
    define("refusal.test", url() + ",'caBundle':'" + webhook.caBundle() + "'");
    create("refusal.test", "v1", "a", "'host':'h'");
    String failed = "conversion webhook for refusal.test/v1, Kind=Post failed: ";
    webhook.behave(_ -> new Answer(500, "text/plain", "out of order\n"));
    assertThat(server.get(path("refusal.test", "v2") + "/a").body())
        .contains(
            failed
                + "an error on the server (\\\"out of order\\\") has prevented the request from"
                + " succeeding");
    webhook.behave(_ -> new Answer(404, "text/plain", "nothing"));
    assertThat(server.get(path("refusal.test", "v2") + "/a").body())
        .contains(failed + "the server could not find the requested resource");
    webhook.behave(
        _ -> new Answer(403, "application/json", "{\"kind\":\"Status\",\"message\":\"not you\"}"));
    assertThat(server.get(path("refusal.test", "v2") + "/a").body()).contains(failed + "not you");
    webhook.behave(
        _ -> new Answer(200, "application/json", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}"));
    assertThat(server.get(path("refusal.test", "v2") + "/a").body())
        .contains(failed + "no kind \\\"Pod\\\" is registered for version \\\"v1\\\"");
  }
}
