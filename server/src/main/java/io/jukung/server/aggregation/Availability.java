package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The condition {@code Available} of an {@code APIService}.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 */
record Availability(String status, String reason, String message) {
  /** This server serves it. */
  static final Availability LOCAL =
      new Availability("True", "Local", "Local APIServices are always available");

  /** The server behind it answers. */
  static final Availability PASSED = new Availability("True", "Passed", "all checks passed");

  /** Not available, and why. */
  static Availability not(String reason, String message) {
    return new Availability("False", reason, message);
  }

  /** Whether requests are passed on. */
  boolean available() {
    return status.equals("True");
  }

  /**
   * The object with this condition; the time of the last transition changes only with the status.
   *
   * @param object changed in place
   */
  ObjectNode set(ObjectNode object, Instant now) {
    ArrayNode conditions = object.withObject("/status").withArray("/conditions");
    for (JsonNode condition : conditions) {
      if (condition instanceof ObjectNode old && old.path("type").asText().equals("Available")) {
        if (!old.path("status").asText().equals(status)) {
          old.put("lastTransitionTime", seconds(now));
        }
        old.put("status", status).put("reason", reason).put("message", message);
        return object;
      }
    }
    conditions
        .addObject()
        .put("type", "Available")
        .put("status", status)
        .put("lastTransitionTime", seconds(now))
        .put("reason", reason)
        .put("message", message);
    return object;
  }

  private static String seconds(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
