package io.jukung.conformance.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Makes of a response what {@link ErrorRow#answer} compares with. */
final class Answers implements AnswerTable.Reader {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Masks masks;

  Answers(Masks masks) {
    this.masks = masks;
  }

  @Override
  public JsonNode of(HttpResponse<byte[]> response) throws IOException {
    ObjectNode answer = mapper.createObjectNode();
    answer.put("code", response.statusCode());
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() < 300) {
      List<String> warnings = response.headers().allValues("Warning");
      if (!warnings.isEmpty()) {
        ArrayNode list = answer.putArray("warnings");
        warnings.forEach(warning -> list.add(masks.mask(warning)));
      }
      return answer;
    }
    if (!response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
      return answer.put("text", masks.mask(text));
    }
    JsonNode status = mapper.readTree(text);
    if (!status.path("kind").asText().equals("Status")) {
      return answer.put("text", masks.mask(text));
    }
    for (String field : List.of("reason", "message", "details")) {
      if (status.has(field)) {
        answer.set(field, masked(status.path(field)));
      }
    }
    return answer;
  }

  private JsonNode masked(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(masks.mask(node.asText()));
    }
    if (node.isArray()) {
      ArrayNode copy = mapper.createArrayNode();
      node.forEach(item -> copy.add(masked(item)));
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = mapper.createObjectNode();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        copy.set(field.getKey(), masked(field.getValue()));
      }
      return copy;
    }
    return node;
  }
}
