package io.jukung.server.authentication;

import io.jukung.registry.status.FieldError;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server that is asked whose tokens are; {@code --authentication-token-webhook-*}.
 *
 * @param file in kubeconfig's form
 * @param version of {@code TokenReview}: v1 or v1beta1
 * @param cacheTtl how long its answers count; 0 asks each time
 */
public record WebhookTokenConfig(Path file, String version, Duration cacheTtl) {
  /**
   * Checks the version.
   *
   * @throws IllegalArgumentException when it is another
   */
  public WebhookTokenConfig {
    if (!version.equals("v1") && !version.equals("v1beta1")) {
      throw new IllegalArgumentException(
          "unsupported authentication webhook version "
              + FieldError.quote(version)
              + ", supported versions are \"v1\", \"v1beta1\"");
    }
  }
}
