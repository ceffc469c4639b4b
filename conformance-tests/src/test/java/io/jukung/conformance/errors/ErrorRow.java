package io.jukung.conformance.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request and the answer expected. {@code $NS} stands for the namespace, {@code $254x} for 254
 * letters x, {@code $FILL} for as many as {@code fill} says.
 *
 * @param name what is wrong with the request
 * @param send method, blank, path with query
 * @param who empty for the administrator, {@code anonymous}, or a bearer token
 * @param accept the Accept header
 * @param headers more headers
 * @param type the body's content type; {@code none} sends no such header
 * @param body what is sent, if anything
 * @param answer {@code code}, and {@code reason}, {@code message}, {@code details} of a Status, or
 *     {@code text} of another error, or the {@code warnings} of a success
 * @param differs why Jukung answers otherwise so far; empty when it must answer the same
 */
public record ErrorRow(
    String name,
    String send,
    String who,
    String accept,
    Map<String, String> headers,
    String type,
    Optional<byte[]> body,
    JsonNode answer,
    String differs) {

  /** Reads a table. */
  public static List<ErrorRow> read(Path file, Masks masks) throws IOException {
    List<ErrorRow> rows = new ArrayList<>();
    for (JsonNode node : new YAMLMapper().readTree(Files.readAllBytes(file))) {
      Map<String, String> headers = new HashMap<>();
      node.path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      rows.add(
          new ErrorRow(
              masks.fill(node.path("name").asText()),
              masks.fill(node.path("send").asText()),
              node.path("as").asText(""),
              node.path("accept").asText("application/json"),
              headers,
              node.path("type").asText("application/json"),
              body(node, masks),
              node.path("answer"),
              node.path("differs").asText("")));
    }
    return rows;
  }

  /** The request; who asks is for the client to say. */
  public ApiRequest request() {
    int blank = send.indexOf(' ');
    Map<String, String> all = new HashMap<>(headers);
    all.put("Accept", accept);
    // Names the field manager in conflicts.
    all.putIfAbsent("User-Agent", "unknown");
    if (body.isPresent() && !type.equals("none")) {
      all.put("Content-Type", type);
    }
    return new ApiRequest(
        send.substring(0, blank),
        send.substring(blank + 1),
        all,
        body.map(bytes -> (ApiRequest.Body) () -> bytes));
  }

  private static Optional<byte[]> body(JsonNode node, Masks masks) {
    if (node.has("body64")) {
      return Optional.of(Base64.getDecoder().decode(node.path("body64").asText()));
    }
    if (!node.has("body")) {
      return Optional.empty();
    }
    String text =
        masks
            .fill(node.path("body").asText())
            .replace("$FILL", "x".repeat(node.path("fill").asInt()));
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
