package io.jukung.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Reaches webhooks. Safe for all threads; blocks the calling one. */
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

  /**
   * The same, showing each webhook who we are by the users of a kubeconfig.
   *
   * @throws io.jukung.registry.config.ConfigException when it can't be read
   */
  WebhookCaller as(Path kubeconfig);

  /**
   * The one server of a kubeconfig's current context.
   *
   * @throws io.jukung.registry.config.ConfigException when it can't be read
   */
  Server server(Path kubeconfig);

  /** One server, and who we are to it. Safe for all threads; blocks the calling one. */
  @FunctionalInterface
  interface Server {
    /**
     * Posts JSON.
     *
     * @throws Refused when it answers another status than success
     * @throws IOException when it does not answer
     */
    Bytes post(Bytes body, Duration timeout) throws IOException;
  }

  /** An answer that is no success. */
  final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final boolean again;

    /**
     * An answer.
     *
     * @param again whether the server asks to try again
     */
    public Refused(int status, boolean again, String text) {
      super(text);
      this.status = status;
      this.again = again;
    }

    /** Whether upstream's client would try again. */
    public boolean retryable() {
      return again || status == 500 || status == 504 || status == 429;
    }
  }
}
