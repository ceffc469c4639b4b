package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.time.Duration;

/** Reaches webhooks. Safe for all threads; blocks the calling one. */
@FunctionalInterface
public interface WebhookCaller {
  /**
   * Posts a review.
   *
   * @param clientConfig {@code url} or {@code service}, and {@code caBundle}
   * @param review JSON
   * @param timeout at least a second
   * @return the body of an answer of success
   * @throws IOException with the text of upstream's client
   */
  Bytes call(JsonNode clientConfig, Bytes review, Duration timeout) throws IOException;
}
