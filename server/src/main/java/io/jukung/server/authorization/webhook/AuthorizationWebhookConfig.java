package io.jukung.server.authorization.webhook;

import io.jukung.registry.status.FieldError;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server that mode Webhook asks; {@code --authorization-webhook-*}.
 *
 * @param file in kubeconfig's form
 * @param version of {@code SubjectAccessReview}: v1 or v1beta1
 * @param authorizedTtl how long a yes counts; 0 asks each time
 * @param unauthorizedTtl how long another answer counts; 0 asks each time
 */
public record AuthorizationWebhookConfig(
    Path file, String version, Duration authorizedTtl, Duration unauthorizedTtl) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * Checks the version.
   *
   * @throws IllegalArgumentException when it is another
   */
  public AuthorizationWebhookConfig {
    if (!version.equals("v1") && !version.equals("v1beta1")) {
      throw new IllegalArgumentException(
          "unsupported webhook authorizer version "
              + FieldError.quote(version)
              + ", supported versions are \"v1\", \"v1beta1\"");
    }
  }

  /** The same as an entry of a file would have it. */
  public Webhook entry() {
    return new Webhook(
        authorizedTtl,
        !authorizedTtl.isZero(),
        unauthorizedTtl,
        !unauthorizedTtl.isZero(),
        TIMEOUT,
        version,
        "",
        "NoOpinion",
        "KubeConfigFile",
        Optional.of(file.toAbsolutePath().toString()),
        List.of());
  }
}
