package io.jukung.conformance.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * CBOR with its feature gate open. Against another server (see {@link TestCluster#start}) its gate
 * has to be open too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CborTest {
  private static final String CBOR = "application/cbor";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final byte[] MARK = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7};

  private final ObjectMapper cbor = new ObjectMapper(new CBORFactory());
  private final ObjectMapper json = new ObjectMapper();
  private TestCluster cluster;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.startWith("--feature-gates", "CBORServingAndStorage=true");
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void anObjectIsTheSameInCborAndJson() throws IOException, InterruptedException {
    JsonNode made = create("same", "{\"k\":\"v\"}");
    assertThat(made.at("/data/k").asText()).isEqualTo("v");
    assertThat(made.path("kind").asText()).isEqualTo("ConfigMap");
    assertThat(made).isEqualTo(json.readTree(get(MAPS + "/same", "application/json").body()));
  }

  @Test
  void bytesKeepTheirValue() throws IOException, InterruptedException {
    ObjectNode secret = named("bytes");
    secret
        .putObject("data")
        .put("raw", new byte[] {0, 1, (byte) 0xff})
        .put("text", "aGk=".getBytes(StandardCharsets.UTF_8));
    String path = "/api/v1/namespaces/default/secrets";
    HttpResponse<byte[]> made =
        cluster.client().send(ApiRequest.of("POST", path, CBOR, tagged(secret)));
    assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
    JsonNode data = json.readTree(get(path + "/bytes", "application/json").body()).path("data");
    assertThat(data.path("raw").asText()).isEqualTo("AAH/");
    assertThat(data.path("text").asText()).isEqualTo("aGk=");
  }

  @Test
  void aListIsOneItem() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      var _ = create("listed-" + i, "{\"k\":\"" + "x".repeat(50_000) + "\"}");
    }
    HttpResponse<byte[]> list = get(MAPS + "?limit=500", CBOR);
    JsonNode found = tree(list);
    JsonNode expected = json.readTree(get(MAPS + "?limit=500", "application/json").body());
    assertThat(found.path("kind").asText()).isEqualTo("ConfigMapList");
    assertThat(found.path("items")).isEqualTo(expected.path("items"));
  }

  @Test
  void metadataAloneIsMadeAndNoTable() throws IOException, InterruptedException {
    var _ = create("shown", "{}");
    HttpResponse<byte[]> table = get(MAPS + "/shown", CBOR + ";as=Table;v=v1;g=meta.k8s.io");
    assertThat(table.statusCode()).isEqualTo(406);
    JsonNode metadata =
        tree(get(MAPS + "/shown", CBOR + ";as=PartialObjectMetadata;v=v1;g=meta.k8s.io"));
    assertThat(metadata.path("kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(metadata.at("/metadata/name").asText()).isEqualTo("shown");
  }

  @Test
  void aWatchIsASequenceOfItems() throws IOException, InterruptedException {
    String from = create("watched", "{}").at("/metadata/resourceVersion").asText();
    var _ = cluster.client().send(ApiRequest.of("DELETE", MAPS + "/watched"));
    HttpResponse<byte[]> watch =
        get(
            MAPS
                + "?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dwatched"
                + "&resourceVersion="
                + (Long.parseLong(from) - 1),
            CBOR);
    assertThat(type(watch)).isEqualTo("application/cbor-seq");
    List<String> types = new ArrayList<>();
    try (MappingIterator<JsonNode> events =
        cbor.readerFor(JsonNode.class).readValues(watch.body())) {
      while (events.hasNext()) {
        JsonNode event = text(events.next());
        types.add(event.path("type").asText() + " " + event.at("/object/metadata/name").asText());
      }
    }
    assertThat(types).containsExactly("ADDED watched", "DELETED watched");
  }

  @Test
  void anApplyMayBeInCbor() throws IOException, InterruptedException {
    ObjectNode wanted = named("applied");
    wanted.put("apiVersion", "v1").put("kind", "ConfigMap").putObject("data").put("a", "1");
    HttpResponse<byte[]> answer =
        cluster
            .client()
            .send(
                ApiRequest.of(
                        "PATCH",
                        MAPS + "/applied?fieldManager=test",
                        "application/apply-patch+cbor",
                        tagged(wanted))
                    .with("Accept", CBOR));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    assertThat(tree(answer).at("/metadata/managedFields/0/operation").asText()).isEqualTo("Apply");
  }

  @Test
  void failuresAreStatusesInCbor() throws IOException, InterruptedException {
    HttpResponse<byte[]> missing = get(MAPS + "/missing", CBOR);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(tree(missing).path("reason").asText()).isEqualTo("NotFound");
    HttpResponse<byte[]> broken =
        cluster
            .client()
            .send(
                ApiRequest.of("POST", MAPS, CBOR, new byte[] {(byte) 0xa1, 0x41})
                    .with("Accept", CBOR));
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(tree(broken).path("reason").asText()).isEqualTo("BadRequest");
  }

  private JsonNode create(String name, String data) throws IOException, InterruptedException {
    ObjectNode map = named(name);
    map.set("data", json.readTree(data));
    HttpResponse<byte[]> made =
        cluster.client().send(ApiRequest.of("POST", MAPS, CBOR, tagged(map)).with("Accept", CBOR));
    assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
    return tree(made);
  }

  private HttpResponse<byte[]> get(String path, String accept)
      throws IOException, InterruptedException {
    return cluster.client().send(ApiRequest.of("GET", path).with("Accept", accept));
  }

  private static ObjectNode named(String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("name", name);
    return object;
  }

  /**
   * As upstream's clients send it: with the mark, and bytes tagged as such by the library's own.
   */
  private byte[] tagged(ObjectNode object) throws IOException {
    byte[] body = cbor.writeValueAsBytes(object);
    // A byte string is text unless a tag says that it stands for base64.
    return concat(MARK, withBase64Tag(body));
  }

  private static byte[] withBase64Tag(byte[] body) {
    for (int i = 0; i + 3 < body.length; i++) {
      if (body[i] == 0x43 && body[i + 1] == 0 && body[i + 2] == 1) {
        byte[] before = Arrays.copyOf(body, i);
        return concat(
            concat(before, new byte[] {(byte) 0xd6}), Arrays.copyOfRange(body, i, body.length));
      }
    }
    return body;
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private JsonNode tree(HttpResponse<byte[]> answer) throws IOException {
    assertThat(type(answer)).isEqualTo(CBOR);
    assertThat(answer.body()).startsWith(MARK);
    return text(cbor.readTree(answer.body()));
  }

  private static String type(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.ISO_8859_1);
  }

  /** The tree with its byte strings as text. */
  private static JsonNode text(JsonNode node) throws IOException {
    if (node.isBinary()) {
      return JsonNodeFactory.instance.textNode(
          new String(node.binaryValue(), StandardCharsets.UTF_8));
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (var field : node.properties()) {
        object.set(field.getKey(), text(field.getValue()));
      }
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (JsonNode element : node) {
        array.add(text(element));
      }
      return array;
    }
    return node;
  }
}
