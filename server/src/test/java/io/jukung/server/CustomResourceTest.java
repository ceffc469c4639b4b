package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Custom resources over HTTP: what a definition makes the server serve, and stop serving. */
final class CustomResourceTest {
  private static final String JSON = "application/json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final JsonMapper MAPPER = new JsonMapper();
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return server.send("POST", path, body, "Content-Type", JSON);
  }

  private static HttpResponse<String> patch(String path, String body) throws Exception {
    return server.send("PATCH", path, body, "Content-Type", MERGE);
  }

  private static JsonNode tree(HttpResponse<String> response) throws Exception {
    return MAPPER.readTree(response.body());
  }

  /** A definition of {@code <plural>.<group>} with one version. */
  private static String definition(String group, String plural, String kind, String version) {
    return """
    {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
     "metadata":{"name":"%2$s.%1$s"},
     "spec":{"group":"%1$s","scope":"Namespaced",
       "names":{"plural":"%2$s","kind":"%3$s","shortNames":["%2$.2s"],"categories":["all"]},
       "versions":[%4$s]}}\
    """
        .formatted(group, plural, kind, version);
  }

  private static String version(String name, boolean storage, String rest) {
    return """
    {"name":"%s","served":true,"storage":%s,
     "schema":{"openAPIV3Schema":{"type":"object","properties":{
       "spec":{"type":"object","properties":{
         "size":{"type":"integer"},"color":{"type":"string","default":"red"}}},
       "status":{"type":"object","properties":{"size":{"type":"integer"}}}}}}%s}\
    """
        .formatted(name, storage, rest);
  }

  /** Asks again until the definition is as wanted; the server does its part within seconds. */
  private static JsonNode await(String path, Predicate<HttpResponse<String>> wanted)
      throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    HttpResponse<String> last = server.get(path);
    while (!wanted.test(last) && System.nanoTime() < end) {
      last = server.get(path);
    }
    assertThat(wanted.test(last)).as(last.body()).isTrue();
    return last.body().startsWith("{") ? tree(last) : MAPPER.nullNode();
  }

  private static JsonNode establish(String definition) throws Exception {
    HttpResponse<String> created = post(DEFINITIONS, definition);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String name = tree(created).path("metadata").path("name").asText();
    return await(
        DEFINITIONS + "/" + name,
        answer ->
            answer.body().contains("\"type\":\"Established\",\"status\":\"True\"")
                || answer.body().contains("\"reason\":\"NotAccepted\""));
  }

  @Test
  void servesWhatADefinitionSays() throws Exception {
    JsonNode definition =
        establish(
            definition(
                "one.example.com",
                "widgets",
                "Widget",
                version(
                    "v1",
                    true,
                    """
                    ,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.size",
                      "statusReplicasPath":".status.size"}},
                    "selectableFields":[{"jsonPath":".spec.color"}],
                    "additionalPrinterColumns":[
                      {"name":"Size","type":"integer","jsonPath":".spec.size"},
                      {"name":"Color","type":"string","jsonPath":".spec.color"}]\
                    """)));
    assertThat(definition.path("status").path("acceptedNames").toString())
        .isEqualTo(
            "{\"plural\":\"widgets\",\"singular\":\"widget\",\"shortNames\":[\"wi\"],"
                + "\"kind\":\"Widget\",\"listKind\":\"WidgetList\",\"categories\":[\"all\"]}");
    assertThat(definition.path("status").path("storedVersions").toString()).isEqualTo("[\"v1\"]");
    String path = "/apis/one.example.com/v1/namespaces/default/widgets";
    HttpResponse<String> created =
        post(
            path,
            "{\"apiVersion\":\"one.example.com/v1\",\"kind\":\"Widget\",\"metadata\":"
                + "{\"name\":\"a\"},\"spec\":{\"size\":3,\"odd\":1},\"status\":{\"size\":9}}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().allValues("Warning"))
        .containsExactly("299 - \"unknown field \\\"spec.odd\\\"\"");
    assertThat(created.body())
        .startsWith(
            "{\"apiVersion\":\"one.example.com/v1\",\"kind\":\"Widget\",\"metadata\":"
                + "{\"creationTimestamp\":\"")
        .contains("\"generation\":1,")
        .endsWith("},\"spec\":{\"color\":\"red\",\"size\":3}}\n");
    reads(path, created.body());
    subresources(path);
  }

  private static void reads(String path, String created) throws Exception {
    assertThat(server.get(path + "/a").body()).isEqualTo(created);
    assertThat(server.get(path).body())
        .startsWith("{\"apiVersion\":\"one.example.com/v1\",\"items\":[{\"apiVersion\"")
        .contains("],\"kind\":\"WidgetList\",\"metadata\":{\"continue\":\"\",\"resourceVersion\":");
    assertThat(tree(server.get(path + "?fieldSelector=spec.color%3Dblue")).path("items")).isEmpty();
    assertThat(tree(server.get(path + "?fieldSelector=spec.color%3Dred")).path("items")).hasSize(1);
    JsonNode table =
        tree(
            server.get(
                path, "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"));
    assertThat(table.path("rows").path(0).path("cells").toString()).isEqualTo("[\"a\",3,\"red\"]");
  }

  private static void subresources(String path) throws Exception {
    HttpResponse<String> status = patch(path + "/a/status", "{\"status\":{\"size\":2}}");
    assertThat(tree(status).path("status").toString()).as(status.body()).isEqualTo("{\"size\":2}");
    assertThat(tree(status).path("metadata").path("generation").asInt()).isEqualTo(1);
    HttpResponse<String> scaled = patch(path + "/a/scale", "{\"spec\":{\"replicas\":5}}");
    assertThat(scaled.statusCode()).as(scaled.body()).isEqualTo(200);
    assertThat(tree(scaled).path("spec").path("replicas").asInt()).isEqualTo(5);
    assertThat(tree(scaled).path("status").path("replicas").asInt()).isEqualTo(2);
    JsonNode after = tree(server.get(path + "/a"));
    assertThat(after.path("spec").path("size").asInt()).isEqualTo(5);
    assertThat(after.path("metadata").path("generation").asInt()).isEqualTo(2);
    HttpResponse<String> strategic =
        server.send(
            "PATCH", path + "/a", "{}", "Content-Type", "application/strategic-merge-patch+json");
    assertThat(strategic.statusCode()).isEqualTo(415);
    assertThat(server.send("DELETE", path + "/a", "").body()).contains("\"status\":\"Success\"");
    assertThat(server.get(path + "/a").body())
        .contains("widgets.one.example.com \\\"a\\\" not found");
  }

  @Test
  void discoveryFollows() throws Exception {
    String aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    HttpResponse<String> before = server.get("/apis", "Accept", aggregated);
    establish(definition("two.example.com", "pots", "Pot", version("v1", true, "")));
    HttpResponse<String> after = server.get("/apis", "Accept", aggregated);
    assertThat(after.headers().firstValue("ETag"))
        .isPresent()
        .isNotEqualTo(before.headers().firstValue("ETag"));
    assertThat(after.body()).contains("\"name\":\"two.example.com\"");
    assertThat(server.get("/apis/two.example.com").body())
        .isEqualTo(
            "{\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",\"name\":\"two.example.com\","
                + "\"versions\":[{\"groupVersion\":\"two.example.com/v1\",\"version\":\"v1\"}],"
                + "\"preferredVersion\":"
                + "{\"groupVersion\":\"two.example.com/v1\",\"version\":\"v1\"}}\n");
    assertThat(tree(server.get("/apis/two.example.com/v1")).path("resources").toString())
        .contains("{\"name\":\"pots\",\"singularName\":\"pot\",\"namespaced\":true,")
        .contains("\"shortNames\":[\"po\"],\"categories\":[\"all\"],\"storageVersionHash\":\"");
    assertThat(server.get("/apis/two.example.com/v1/pans").body())
        .isEqualTo("404 page not found\n");
    server.send("DELETE", DEFINITIONS + "/pots.two.example.com", "");
    await(DEFINITIONS + "/pots.two.example.com", answer -> answer.statusCode() == 404);
    await("/apis/two.example.com", answer -> answer.statusCode() == 404);
  }

  @Test
  void aTakenNameIsNotAccepted() throws Exception {
    establish(definition("three.example.com", "cups", "Cup", version("v1", true, "")));
    JsonNode second =
        establish(definition("three.example.com", "cuts", "Cup", version("v1", true, "")));
    assertThat(second.path("status").path("conditions").toString())
        .contains("\"type\":\"NamesAccepted\",\"status\":\"False\"")
        .contains("\"reason\":\"ListKindConflict\"")
        .contains("\"CupList\\\" is already in use")
        .contains("\"reason\":\"NotAccepted\",\"message\":\"not all names are accepted\"");
    assertThat(server.get("/apis/three.example.com/v1/cuts").statusCode()).isEqualTo(404);
    server.send("DELETE", DEFINITIONS + "/cups.three.example.com", "");
    await("/apis/three.example.com/v1/cuts", answer -> answer.statusCode() == 200);
  }

  @Test
  void instancesGoWithTheirDefinition() throws Exception {
    establish(definition("four.example.com", "jars", "Jar", version("v1", true, "")));
    String path = "/apis/four.example.com/v1/namespaces/default/jars";
    String jar =
        "{\"apiVersion\":\"four.example.com/v1\",\"kind\":\"Jar\",\"metadata\":{\"name\":\"j\","
            + "\"finalizers\":[\"example.com/hold\"]}}";
    assertThat(post(path, jar).statusCode()).isEqualTo(201);
    HttpResponse<InputStream> watch =
        server
            .client()
            .send(
                server.request(path + "?watch=true").build(),
                HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(events.readLine()).startsWith("{\"type\":\"ADDED\"");
      HttpResponse<String> deleted =
          server.send("DELETE", DEFINITIONS + "/jars.four.example.com", "");
      assertThat(deleted.body()).contains("\"reason\":\"InstanceDeletionPending\"");
      assertThat(events.readLine()).contains("MODIFIED").contains("deletionTimestamp");
      assertThat(post(path, jar.replace("\"j\"", "\"k\"")).body())
          .contains("create not allowed while custom resource definition is terminating");
      assertThat(patch(path + "/j", "{\"metadata\":{\"finalizers\":null}}").statusCode())
          .isEqualTo(200);
      assertThat(events.readLine()).startsWith("{\"type\":\"DELETED\"");
      await(DEFINITIONS + "/jars.four.example.com", answer -> answer.statusCode() == 404);
      assertThat(server.get(path).statusCode()).isEqualTo(404);
      assertThat(events.readLine()).as("the watch ends without a word").isNull();
    }
  }

  @Test
  void rulesAreKept() throws Exception {
    String rules =
        version("v1", true, "")
            .replace(
                "{\"type\":\"object\",\"properties\":{\n     \"size\"",
                "{\"type\":\"object\",\"x-kubernetes-validations\":[{\"rule\":\"RULE\","
                    + "\"message\":\"too small\"}],\"properties\":{\n     \"size\"");
    HttpResponse<String> refused =
        post(
            DEFINITIONS,
            definition("six.example.com", "lids", "Lid", rules.replace("RULE", "self.nope > 1")));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(refused.body())
        .contains(
            "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule")
        .contains("undefined field 'nope'");
    establish(
        definition(
            "six.example.com",
            "lids",
            "Lid",
            rules.replace("RULE", "self.size > 1 && (self.color == 'red' || self.size > 9)")));
    String path = "/apis/six.example.com/v1/namespaces/default/lids";
    String lid =
        "{\"apiVersion\":\"six.example.com/v1\",\"kind\":\"Lid\",\"metadata\":{\"name\":\"l\"},"
            + "\"spec\":{\"size\":%d}}";
    assertThat(post(path, lid.formatted(1)).body())
        .contains("Lid.six.example.com \\\"l\\\" is invalid: spec: Invalid value: too small");
    assertThat(post(path, lid.formatted(2)).statusCode()).isEqualTo(201);
  }

  @Test
  void severalVersionsShareTheirObjects() throws Exception {
    String versions = version("v1", true, "") + "," + version("v2", false, "");
    establish(definition("five.example.com", "nuts", "Nut", versions));
    String path = "/apis/five.example.com/%s/namespaces/default/nuts";
    post(
        path.formatted("v2"),
        "{\"apiVersion\":\"five.example.com/v2\",\"kind\":\"Nut\",\"metadata\":{\"name\":\"n\"},"
            + "\"spec\":{\"size\":1}}");
    assertThat(server.get(path.formatted("v1") + "/n").body())
        .startsWith("{\"apiVersion\":\"five.example.com/v1\",\"kind\":\"Nut\"");
    assertThat(server.get(path.formatted("v2")).body())
        .startsWith(
            "{\"apiVersion\":\"five.example.com/v2\",\"items\":[{\"apiVersion\":\"five."
                + "example.com/v2\"");
    HttpResponse<String> switched =
        server.send(
            "PATCH",
            DEFINITIONS + "/nuts.five.example.com",
            "[{\"op\":\"replace\",\"path\":\"/spec/versions/0/storage\",\"value\":false},"
                + "{\"op\":\"replace\",\"path\":\"/spec/versions/1/storage\",\"value\":true}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(tree(switched).path("status").path("storedVersions").toString())
        .as(switched.body())
        .isEqualTo("[\"v1\",\"v2\"]");
    JsonNode patched = tree(patch(path.formatted("v1") + "/n", "{\"spec\":{\"size\":2}}"));
    assertThat(patched.path("apiVersion").asText()).isEqualTo("five.example.com/v1");
    assertThat(tree(server.get(path.formatted("v2") + "/n")).path("spec").path("size").asInt())
        .isEqualTo(2);
  }
}
