package io.jukung.cli;

import io.jukung.registry.codec.value.GoDuration;
import io.jukung.server.authentication.AuthenticationConfig;
import io.jukung.server.authentication.WebhookTokenConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about how callers are known; named as kube-apiserver's flags. */
final class AuthenticationOptions {
  @Option(
      names = "--anonymous-auth",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Whether requests without a credential are those of system:anonymous (default: those to"
              + " /version, /livez and /readyz only).")
  private Optional<Boolean> anonymous = Optional.empty();

  @Option(
      names = "--enable-bootstrap-token-auth",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Whether secrets of type bootstrap.kubernetes.io/token in kube-system are bearer tokens"
              + " (default: false).")
  private boolean bootstrapTokens = false;

  @Option(
      names = "--authentication-config",
      paramLabel = "FILE",
      description =
          "AuthenticationConfiguration that names issuers of JWTs and says which requests may be"
              + " anonymous; followed while the server runs.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--authentication-token-webhook-config-file",
      paramLabel = "FILE",
      description = "Server, in kubeconfig's form, that is asked whose bearer tokens are.")
  private Optional<Path> webhookFile = Optional.empty();

  @Option(
      names = "--authentication-token-webhook-version",
      paramLabel = "VERSION",
      defaultValue = "v1beta1",
      description = "Version of TokenReview sent to it: v1 or v1beta1 (default: v1beta1).")
  private String webhookVersion = "v1beta1";

  @Option(
      names = "--authentication-token-webhook-cache-ttl",
      paramLabel = "DURATION",
      defaultValue = "2m0s",
      description = "How long its answers count (default: 2m0s).")
  private String webhookCacheTtl = "2m0s";

  @Option(
      names = "--client-ca-file",
      paramLabel = "FILE",
      description =
          "Certificates, in PEM, of authorities whose clients are users, beside this server's own"
              + " authority, which always is one; followed while the server runs.")
  private Optional<Path> clientCaFile = Optional.empty();

  @Mixin private OidcOptions oidc = new OidcOptions();

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException when options don't go together
   */
  AuthenticationConfig config() {
    return new AuthenticationConfig(
        anonymous, bootstrapTokens, oidc.config(), file, webhook(), clientCaFile);
  }

  private Optional<WebhookTokenConfig> webhook() {
    return webhookFile.map(
        server ->
            new WebhookTokenConfig(
                server, webhookVersion, Duration.ofNanos(GoDuration.parse(webhookCacheTtl))));
  }
}
