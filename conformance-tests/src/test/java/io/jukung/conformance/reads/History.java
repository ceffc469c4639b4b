package io.jukung.conformance.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few ConfigMaps with a history that is known: what the signs in parameters stand for, and the
 * signs that stand for numbers in answers. Made once, then read only.
 *
 * <p>R1: a is made. R2: b. R3: c. R4: a is changed. R5: d is made. Then d is removed; what is newer
 * than R5 is called NEW.
 */
final class History {
  /** Newer than anything there will be. */
  static final String FUTURE = "9000000000";

  private static final Pattern NUMBER =
      Pattern.compile("(?<=current: |precondition \\(|record \\()\\d+");

  private final String collection;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<Long, String> signs = new LinkedHashMap<>();
  private long last;

  private History(String collection) {
    this.collection = collection;
  }

  /** Makes the objects in a namespace that is there. */
  static History make(JsonApi api, String namespace) throws IOException, InterruptedException {
    History history = new History("/api/v1/namespaces/" + namespace + "/configmaps");
    history.wrote("R1", api.call(201, history.post("a", "x")));
    history.wrote("R2", api.call(201, history.post("b", "y")));
    history.wrote("R3", api.call(201, history.post("c", "x")));
    history.wrote(
        "R4",
        api.call(
            200,
            ApiRequest.json("PATCH", history.collection + "/a", "{\"data\":{\"k\":\"v\"}}")
                .with("Content-Type", "application/merge-patch+json")));
    history.wrote("R5", api.call(201, history.post("d", "x")));
    api.call(200, ApiRequest.of("DELETE", history.collection + "/d"));
    history.values.put("FUTURE", FUTURE);
    history.values.put(
        "TNEW",
        api.call(200, ApiRequest.of("GET", history.collection + "?limit=1"))
            .at("/metadata/continue")
            .asText());
    history.values.put("TR2", history.token(history.value("R2"), "a\u0000"));
    history.values.put("TANY", history.token("-1", "b\u0000"));
    history.values.put("TZERO", history.token("0", "b\u0000"));
    return history;
  }

  private ApiRequest post(String name, String label) {
    return ApiRequest.json(
        "POST",
        collection,
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
            + name
            + "\",\"labels\":{\"app\":\""
            + label
            + "\"}}}");
  }

  private void wrote(String sign, JsonNode object) {
    String revision = object.at("/metadata/resourceVersion").asText();
    values.put(sign, revision);
    last = Long.parseLong(revision);
    signs.put(last, sign);
  }

  private String token(String revision, String start) throws IOException {
    String json =
        new ObjectMapper()
            .createObjectNode()
            .put("v", "meta.k8s.io/v1")
            .<com.fasterxml.jackson.databind.node.ObjectNode>setAll(
                Map.of("rv", new ObjectMapper().readTree(revision)))
            .put("start", start)
            .toString();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The path of the objects. */
  String collection() {
    return collection;
  }

  /** What a parameter's sign stands for; others stand for themselves. */
  String value(String sign) {
    return values.getOrDefault(sign, sign);
  }

  /** The sign of a revision in an answer. */
  String sign(String revision) {
    if (!revision.matches("\\d{1,18}")) {
      return revision;
    }
    long number = Long.parseLong(revision);
    return number > last ? "NEW" : signs.getOrDefault(number, revision);
  }

  /** A text with signs in place of the revisions in it. */
  String signed(String text) {
    Matcher numbers = NUMBER.matcher(text.replace(FUTURE, "FUTURE"));
    return numbers.replaceAll(number -> sign(number.group()));
  }

  /** A continue token as where it goes on and at which revision. */
  String told(String token) {
    if (token.isEmpty()) {
      return "";
    }
    try {
      JsonNode json = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token));
      String start = json.path("start").asText().replace("\u0000", "+");
      return " continue=" + start + "@" + sign(json.path("rv").asText());
    } catch (IOException | IllegalArgumentException e) {
      return " continue=?" + token;
    }
  }
}
