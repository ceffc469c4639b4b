package io.jukung.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.server.connect.BackendConnection;
import io.jukung.server.connect.BackendErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An answer with another status than success, with the text that client-go makes of it ({@code
 * transformResponse} in {@code client-go/rest/request.go}).
 */
final class Refusals {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Refusals() {}

  static WebhookCaller.Refused of(BackendConnection.Head head, byte[] body) {
    boolean again = head.header("Retry-After").isPresent();
    return new WebhookCaller.Refused(head.status(), again, text(head, body));
  }

  private static String text(BackendConnection.Head head, byte[] body) {
    try {
      JsonNode status = MAPPER.readTree(body);
      if (status != null && status.path("kind").asText("").equals("Status")) {
        return status.path("message").asText("unknown");
      }
    } catch (IOException e) {
      // Not JSON: its text is all there is.
    }
    String type = head.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    boolean text = type.isEmpty() || type.startsWith("text/");
    return BackendErrors.message(
        head.status(), text ? new String(body, StandardCharsets.UTF_8).strip() : "unknown");
  }
}
