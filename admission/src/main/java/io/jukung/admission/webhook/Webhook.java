package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.match.MatchCriteria;
import io.jukung.admission.policy.MatchConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One webhook of a configuration. Immutable.
 *
 * @param index in its configuration
 * @param again whether a mutating one is asked again when something else changed the object
 */
record Webhook(
    String configuration,
    int index,
    String name,
    MatchCriteria criteria,
    MatchConditions conditions,
    JsonNode clientConfig,
    boolean ignoresFailures,
    String sideEffects,
    Duration timeout,
    List<String> reviewVersions,
    boolean again) {
  private static final int DEFAULT_SECONDS = 10;

  /** Those of a configuration, in order. */
  static List<Webhook> of(JsonNode configuration) {
    List<Webhook> webhooks = new ArrayList<>();
    for (JsonNode webhook : configuration.path("webhooks")) {
      List<String> versions = new ArrayList<>();
      webhook.path("admissionReviewVersions").forEach(version -> versions.add(version.asText("")));
      webhooks.add(
          new Webhook(
              configuration.path("metadata").path("name").asText(""),
              webhooks.size(),
              webhook.path("name").asText(""),
              MatchCriteria.ofWebhook(webhook),
              MatchConditions.ofWebhook(webhook),
              webhook.path("clientConfig"),
              webhook.path("failurePolicy").asText("").equals("Ignore"),
              webhook.path("sideEffects").asText(""),
              Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(DEFAULT_SECONDS)),
              List.copyOf(versions),
              webhook.path("reinvocationPolicy").asText("").equals("IfNeeded")));
    }
    return List.copyOf(webhooks);
  }

  /** What makes it the same in the second round. */
  String key() {
    return configuration + "/" + name + "/" + index;
  }
}
