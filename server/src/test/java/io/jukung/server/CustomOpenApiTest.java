package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the OpenAPI documents tell of custom resources, compared with what kube-apiserver 1.36.2
 * answered for the same definitions ({@code src/test/resources/openapi}). The texts of types and
 * parameters that built-in kinds share have lost their paragraphs, so blanks count the same.
 */
@Timeout(60)
final class CustomOpenApiTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String V3 = "/openapi/v3/apis/oa.example.com/v1";
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    try (InputStream stream = resource("definitions.json")) {
      for (JsonNode definition : MAPPER.readTree(stream)) {
        var created =
            server.send(
                "POST", DEFINITIONS, definition.toString(), "Content-Type", "application/json");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
      }
    }
    await("/apis/oa.example.com/v1/certificates", 200);
    await("/apis/oa.example.com/v1/issues", 200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void await(String path, int status) throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    while (server.get(path).statusCode() != status && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(CustomOpenApiTest.class.getResourceAsStream("/openapi/" + name));
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream stream = new GZIPInputStream(resource(name))) {
      return stream.readAllBytes();
    }
  }

  @Test
  void version3IsUpstreams() throws Exception {
    String document = server.get(V3).body();
    String expected = new String(recorded("v3.json.gz"), StandardCharsets.UTF_8);
    assertThat(own(document)).isEqualTo(own(expected));
    assertThat(document).contains("\"a\":\"\\u003c\\u0026\\u003e\"");
  }

  @Test
  void version2TellsOfCustomResources() throws Exception {
    JsonNode all = MAPPER.readTree(server.get("/openapi/v2").body());
    JsonNode expected = MAPPER.readTree(recorded("v2.json.gz"));
    assertThat(pretty(only(all.path("definitions"), "com.example.oa")))
        .isEqualTo(pretty(only(expected.path("definitions"), "")));
    JsonNode paths = only(all.path("paths"), "oa.example");
    JsonNode known = only(expected.path("paths"), "");
    nameParameters(paths, reference -> all.at(reference.substring(1)).path("name").asText());
    nameParameters(known, reference -> reference.replaceFirst(".*/(.*)-.{8}$", "$1"));
    assertThat(pretty(paths)).isEqualTo(pretty(known));
    assertThat(all.path("definitions").has("io.k8s.api.core.v1.Pod")).isTrue();
  }

  @Test
  void version2AsProtobufTellsOfThemToo() throws Exception {
    var answer =
        server.send(
            "GET",
            "/openapi/v2",
            "",
            "Accept",
            "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("com.example.oa.v1.Certificate", "io.k8s.api.core.v1.Pod");
  }

  @Test
  void whatIsRemovedIsToldOfNoMore() throws Exception {
    assertThat(server.get("/openapi/v2").body()).contains("com.example.oa.v1.Issue\"");
    assertThat(server.get(V3).body()).contains("com.example.oa.v1.Issue\"");
    server.send("DELETE", DEFINITIONS + "/issues.oa.example.com", "");
    await("/apis/oa.example.com/v1/issues", 404);
    assertThat(server.get("/openapi/v2").body())
        .contains("com.example.oa.v1.Certificate\"")
        .doesNotContain("com.example.oa.v1.Issue\"");
    assertThat(server.get(V3).body())
        .contains("com.example.oa.v1.Certificate\"")
        .doesNotContain("com.example.oa.v1.Issue\"");
  }

  /** A document in its order, without the contents of the built-in types. */
  private static String own(String document) throws IOException {
    JsonNode tree = MAPPER.readTree(document);
    ObjectNode schemas = (ObjectNode) tree.path("components").path("schemas");
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      if (schema.getKey().startsWith("io.k8s.")) {
        schema.setValue(MAPPER.nullNode());
      }
    }
    return MAPPER
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(tree)
        .replaceAll("(\\\\n| )+", " ");
  }

  /** Puts names in the place of parameters, whether they are written there or referred to. */
  private static void nameParameters(JsonNode node, UnaryOperator<String> name) {
    if (node instanceof ObjectNode object && object.path("parameters").isArray()) {
      ArrayNode names = MAPPER.createArrayNode();
      for (JsonNode parameter : object.path("parameters")) {
        names.add(
            parameter.has("$ref")
                ? name.apply(parameter.path("$ref").asText())
                : parameter.path("name").asText());
      }
      object.set("parameters", names);
    }
    node.forEach(child -> nameParameters(child, name));
  }

  private static ObjectNode only(JsonNode map, String part) {
    ObjectNode kept = MAPPER.createObjectNode();
    map.properties().stream()
        .filter(entry -> entry.getKey().contains(part))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> kept.set(entry.getKey(), entry.getValue()));
    return kept;
  }

  /** Sorted, so that the order of keys does not matter, which upstream's maps do not keep. */
  private static String pretty(JsonNode node) throws IOException {
    return MAPPER
        .writerWithDefaultPrettyPrinter()
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsString(MAPPER.treeToValue(node, Object.class));
  }
}
