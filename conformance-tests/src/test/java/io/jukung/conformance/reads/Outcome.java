package io.jukung.conformance.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tells an answer in one line. */
final class Outcome {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final History history;

  Outcome(History history) {
    this.history = history;
  }

  /** A get's, list's or collection delete's. */
  String read(HttpResponse<byte[]> response) throws IOException {
    JsonNode body = MAPPER.readTree(response.body());
    return switch (body.path("kind").asText()) {
      case "Status" -> status(response, body);
      case "ConfigMapList" -> "200" + list(body);
      default -> "200 " + name(body);
    };
  }

  private String status(HttpResponse<byte[]> response, JsonNode status) {
    StringBuilder text = new StringBuilder();
    text.append(response.statusCode()).append(' ').append(status.path("reason").asText("-"));
    text.append(": ").append(history.signed(status.path("message").asText()));
    for (JsonNode cause : status.at("/details/causes")) {
      text.append(" {").append(cause.path("reason").asText()).append('}');
    }
    if (status.at("/details/retryAfterSeconds").isNumber()) {
      text.append(" again=").append(status.at("/details/retryAfterSeconds").asText());
    }
    response.headers().firstValue("Retry-After").ifPresent(s -> text.append(" header=").append(s));
    return text.append(history.told(status.at("/metadata/continue").asText(""))).toString();
  }

  private String list(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("items").forEach(item -> names.add(name(item)));
    JsonNode metadata = list.path("metadata");
    JsonNode remaining = metadata.path("remainingItemCount");
    return " "
        + String.join(",", names)
        + " rv="
        + history.sign(metadata.path("resourceVersion").asText())
        + (remaining.isNumber() ? " remaining=" + remaining.asText() : "")
        + history.told(metadata.path("continue").asText(""));
  }

  private String name(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return metadata.path("name").asText()
        + "@"
        + history.sign(metadata.path("resourceVersion").asText());
  }

  /** A watch's events, bookmarks in between left out: when they come is the server's business. */
  String watch(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != 200) {
      return read(response);
    }
    List<String> events = new ArrayList<>();
    for (String line : new String(response.body(), StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      JsonNode event = MAPPER.readTree(line);
      JsonNode object = event.path("object");
      String type = event.path("type").asText();
      if (type.equals("ERROR")) {
        events.add(
            "ERROR "
                + object.path("code").asText()
                + " "
                + object.path("reason").asText()
                + ": "
                + history.signed(object.path("message").asText()));
      } else if (!type.equals("BOOKMARK")) {
        events.add(type + " " + name(object));
      } else if (object.at("/metadata/annotations/k8s.io~1initial-events-end").isTextual()) {
        events.add("END@" + history.sign(object.at("/metadata/resourceVersion").asText()));
      }
    }
    return "200 " + String.join("; ", events);
  }
}
