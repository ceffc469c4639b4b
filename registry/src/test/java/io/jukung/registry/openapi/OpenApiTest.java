package io.jukung.registry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final OpenApi OPEN_API = OpenApi.load();

  @Test
  void version3HasUpstreamsDocuments() throws IOException {
    JsonNode index = json(OPEN_API.index(Map.of()));
    assertThat(index.path("paths")).hasSize(47);
    assertThat(OPEN_API.names())
        .hasSize(47)
        .contains("api", "api/v1", "apis", "apis/apps", "apis/apps/v1", "version");
    for (String name : OPEN_API.names()) {
      Document document = OPEN_API.v3(name).orElseThrow();
      assertThat(index.path("paths").path(name).path("serverRelativeURL").asText())
          .isEqualTo("/openapi/v3/" + name + "?hash=" + document.hash());
    }
    assertThat(OPEN_API.v3("apis/apps/v2")).isEmpty();
  }

  @Test
  void indexTakesMoreDocuments() throws IOException {
    Document own = OPEN_API.v3("version").orElseThrow();
    JsonNode paths = json(OPEN_API.index(Map.of("apis/example.com/v1", own))).path("paths");
    assertThat(paths).hasSize(48);
    assertThat(paths.path("apis/example.com/v1").path("serverRelativeURL").asText())
        .endsWith(own.hash());
  }

  @Test
  void version2HasUpstreamsPathsAndDefinitions() throws IOException {
    JsonNode v2 = json(OPEN_API.v2());
    assertThat(v2.path("paths")).hasSize(408);
    assertThat(v2.path("definitions")).hasSize(584);
    assertThat(v2.path("info").path("version").asText()).isEqualTo("1.36");
    assertThat(lost(v2, v2, "#/definitions/", v2.path("definitions"))).isEmpty();
  }

  @Test
  void everyReferenceStaysInItsDocument() throws IOException {
    for (String name : OPEN_API.names()) {
      JsonNode document = json(OPEN_API.v3(name).orElseThrow());
      JsonNode schemas = document.path("components").path("schemas");
      assertThat(lost(document, document, "#/components/schemas/", schemas)).as(name).isEmpty();
    }
  }

  private static List<String> lost(
      JsonNode document, JsonNode node, String prefix, JsonNode schemas) {
    List<String> lost = new ArrayList<>();
    for (JsonNode reference : node.findValues("$ref")) {
      String target = reference.asText("");
      boolean inParameters = target.startsWith("#/parameters/");
      if (inParameters && !document.at(target.substring(1)).isMissingNode()) {
        continue;
      }
      if (reference.isTextual()
          && (!target.startsWith(prefix) || !schemas.has(target.substring(prefix.length())))) {
        lost.add(target);
      }
    }
    return lost;
  }

  @Test
  void operationIdsAreUnique() throws IOException {
    Set<String> ids = new HashSet<>();
    for (String name : OPEN_API.names()) {
      for (JsonNode id : json(OPEN_API.v3(name).orElseThrow()).findValues("operationId")) {
        assertThat(ids.add(id.asText())).as(id.asText()).isTrue();
      }
    }
    assertThat(ids).hasSizeGreaterThan(800);
  }

  @Test
  void everyPatchableResourceCanBeVerifiedByClients() throws IOException {
    for (ResourceType resource : CATALOG.resources()) {
      if (!resource.verbs().contains("patch")) {
        continue;
      }
      String document = Paths.document(resource.resource().groupVersion());
      String scope = resource.namespaced() ? "namespaces/{namespace}/" : "";
      String path = "/" + document + "/" + scope + resource.resource().resource() + "/{name}";
      JsonNode patch =
          json(OPEN_API.v3(document).orElseThrow()).path("paths").path(path).path("patch");
      assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asText())
          .as(path)
          .isEqualTo(resource.kind().kind());
      assertThat(patch.path("parameters").findValuesAsText("name"))
          .contains("dryRun", "fieldManager", "fieldValidation", "force");
    }
  }

  @Test
  void schemasCarryMarkersAndDefaults() throws IOException {
    JsonNode schemas =
        json(OPEN_API.v3("apis/apps/v1").orElseThrow()).path("components").path("schemas");
    JsonNode ports = schemas.at("/io.k8s.api.core.v1.Container/properties/ports");
    assertThat(ports.path("x-kubernetes-patch-merge-key").asText()).isEqualTo("containerPort");
    assertThat(ports.path("x-kubernetes-list-map-keys").toString())
        .isEqualTo("[\"containerPort\",\"protocol\"]");
    JsonNode port = schemas.path("io.k8s.api.core.v1.ContainerPort").path("properties");
    assertThat(port.path("protocol").path("default").asText()).isEqualTo("TCP");
    assertThat(port.path("containerPort").path("default").asInt(-1)).isZero();
    JsonNode deployment = schemas.path("io.k8s.api.apps.v1.Deployment");
    assertThat(deployment.path("x-kubernetes-group-version-kind").toString())
        .isEqualTo("[{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}]");
    assertThat(deployment.at("/properties/spec/allOf/0/$ref").asText())
        .isEqualTo("#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec");
    assertThat(schemas.at("/io.k8s.api.core.v1.SeccompProfile/x-kubernetes-unions").toString())
        .isEqualTo(
            "[{\"discriminator\":\"type\",\"fields-to-discriminateBy\":"
                + "{\"localhostProfile\":\"LocalhostProfile\"}}]");
    assertThat(schemas.at("/io.k8s.apimachinery.pkg.util.intstr.IntOrString/oneOf")).hasSize(2);
  }

  @Test
  void aDocumentIsReadOnceAndTellsItsContent() {
    Document first = OPEN_API.v2();
    assertThat(OPEN_API.v2()).isSameAs(first);
    assertThat(first.content()).hasSize(first.length());
    assertThat(first.hash()).matches("[0-9A-F]{128}");
    assertThat(Document.of(OpenApi.JSON, first.content()).hash()).isEqualTo(first.hash());
    assertThat(first.gzip().length()).isLessThan(first.length() / 5);
  }

  @Test
  void protobufHoldsTheSameDocument() {
    byte[] document = OPEN_API.v2Protobuf().content();
    List<byte[]> paths = fields(fields(document, 8).getFirst(), 2);
    assertThat(paths).hasSize(408);
    List<byte[]> definitions = fields(fields(document, 9).getFirst(), 1);
    assertThat(definitions).hasSize(584);
    byte[] pod =
        definitions.stream()
            .filter(d -> text(d, 1).equals("io.k8s.api.core.v1.Pod"))
            .findFirst()
            .orElseThrow();
    byte[] schema = fields(pod, 2).getFirst();
    byte[] kind = fields(schema, 31).getFirst();
    assertThat(text(kind, 1)).isEqualTo("x-kubernetes-group-version-kind");
    assertThat(text(fields(kind, 2).getFirst(), 2)).contains("\"kind\":\"Pod\"");
    assertThat(fields(fields(schema, 25).getFirst(), 1)).hasSize(5);
  }

  private static String text(byte[] message, int number) {
    return new String(fields(message, number).getFirst(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The length-delimited fields with this number. */
  private static List<byte[]> fields(byte[] message, int number) {
    List<byte[]> found = new ArrayList<>();
    int[] at = {0};
    while (at[0] < message.length) {
      int tag = varint(message, at);
      int value = varint(message, at);
      if ((tag & 7) == 2) {
        if (tag >>> 3 == number) {
          found.add(java.util.Arrays.copyOfRange(message, at[0], at[0] + value));
        }
        at[0] += value;
      }
    }
    return found;
  }

  private static int varint(byte[] message, int[] at) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message[at[0]++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static JsonNode json(Document document) throws IOException {
    return MAPPER.readTree(document.content());
  }
}
