package io.jukung.registry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents of two servers become one. */
class ForeignDocumentsTest {
  private static final String BASE =
      """
      {"swagger":"2.0","paths":{"/apis/apps/v1/x":{"get":{"r":{"$ref":"#/definitions/Shared"}}}},
       "definitions":{"Shared":{"type":"object"},"Own":{"type":"string"}},
       "parameters":{"p":{"name":"p"}}}\
      """;

  private static final String OTHER =
      """
      {"swagger":"2.0","paths":{"/apis/g/v1/y":{"parameters":[{"$ref":"#/parameters/q"}],
         "get":{"a":{"$ref":"#/definitions/Shared"},"b":{"$ref":"#/definitions/Own"}}},
         "/apis/g/v2/z":{"get":{"$ref":"#/definitions/Unused"}},"/healthz":{}},
       "definitions":{"Shared":{"type":"object"},"Unused":{},
         "Own":{"type":"integer","of":{"$ref":"#/definitions/Deep"}},
         "Deep":{"of":{"$ref":"#/definitions/Own"}}},
       "parameters":{"q":{"name":"q"},"unused":{}}}\
      """;

  @Test
  void whatAGroupVersionNeedsIsAddedAndNothingElse() throws IOException {
    JsonNode merged = merged(OTHER);
    assertThat(names(merged.path("paths"))).containsExactly("/apis/apps/v1/x", "/apis/g/v1/y");
    assertThat(names(merged.path("definitions")))
        .containsExactly("Deep", "Own", "Own_v2", "Shared");
    assertThat(names(merged.path("parameters"))).containsExactly("p", "q");
  }

  @Test
  void aDefinitionOfAnotherMeaningGetsAnotherName() throws IOException {
    JsonNode merged = merged(OTHER);
    assertThat(merged.at("/definitions/Own/type").asText()).isEqualTo("string");
    assertThat(merged.at("/definitions/Own_v2/type").asText()).isEqualTo("integer");
    assertThat(merged.at("/paths/~1apis~1g~1v1~1y/get/b/$ref").asText())
        .isEqualTo("#/definitions/Own_v2");
    assertThat(merged.at("/definitions/Deep/of/$ref").asText()).isEqualTo("#/definitions/Own_v2");
    assertThat(merged.at("/paths/~1apis~1g~1v1~1y/get/a/$ref").asText())
        .isEqualTo("#/definitions/Shared");
  }

  @Test
  void whatCannotBeReadAddsNothing() throws IOException {
    assertThat(merged("no document")).isEqualTo(new ObjectMapper().readTree(BASE));
  }

  private static List<String> names(JsonNode object) {
    return object.propertyStream().map(java.util.Map.Entry::getKey).toList();
  }

  private static JsonNode merged(String other) throws IOException {
    Document merged =
        ForeignDocuments.merged(
            document(BASE), List.of(new ForeignDocuments.Foreign("/apis/g/v1/", document(other))));
    return new ObjectMapper().readTree(merged.content());
  }

  private static Document document(String json) {
    return Document.of(OpenApi.JSON, json.getBytes(StandardCharsets.UTF_8));
  }
}
