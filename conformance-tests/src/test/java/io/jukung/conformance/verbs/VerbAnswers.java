package io.jukung.conformance.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.conformance.errors.AnswerTable;
import io.jukung.conformance.errors.Masks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes of a response its code, its warnings and its whole body, with the order of its fields. */
final class VerbAnswers implements AnswerTable.Reader {
  private static final Pattern AGE = Pattern.compile("\\d+(s|ms|m)|(\\d+y)?\\d+d|\\d+y");

  private final ObjectMapper mapper = new ObjectMapper();

  /** The recorded requests were made with a token, which has none; these with a certificate. */
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  private final Masks masks;

  VerbAnswers(Masks masks) {
    this.masks = masks;
  }

  @Override
  public JsonNode of(HttpResponse<byte[]> response) throws IOException {
    ObjectNode answer = mapper.createObjectNode();
    answer.put("code", response.statusCode());
    List<String> warnings = response.headers().allValues("Warning");
    if (!warnings.isEmpty()) {
      ArrayNode list = answer.putArray("warnings");
      warnings.forEach(warning -> list.add(masks.mask(warning)));
    }
    answer.set("body", masked(mapper.readTree(response.body())));
    return answer;
  }

  /** An answer with signs for what is another each time. */
  JsonNode masked(JsonNode node) {
    if (node.isTextual()) {
      String text = masks.mask(node.asText());
      return TextNode.valueOf(AGE.matcher(text).matches() ? "$AGE" : text);
    }
    if (node.isArray()) {
      ArrayNode copy = mapper.createArrayNode();
      node.forEach(item -> copy.add(masked(item)));
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = mapper.createObjectNode();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (field.getKey().equals("extra") && field.getValue().has(CREDENTIAL_ID)) {
          continue;
        }
        boolean revision =
            field.getKey().equals("resourceVersion") && !field.getValue().asText().isEmpty();
        copy.set(
            field.getKey(), revision ? TextNode.valueOf("$REVISION") : masked(field.getValue()));
      }
      return copy;
    }
    return node;
  }
}
