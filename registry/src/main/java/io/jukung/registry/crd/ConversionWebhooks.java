package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.storage.Bytes;
import java.io.IOException;

/** Reaches the webhooks that definitions name. Safe for all threads; calls block. */
@FunctionalInterface
public interface ConversionWebhooks {
  /** Reaches nobody. */
  ConversionWebhooks NONE =
      (config, review) -> {
        throw new IOException("no webhook can be called here");
      };

  /**
   * Posts a review.
   *
   * @param config {@code spec.conversion.webhook.clientConfig}
   * @param review JSON
   * @return the answer's body
   * @throws IOException with the text that upstream's client would give
   */
  Bytes call(JsonNode config, Bytes review) throws IOException;
}
