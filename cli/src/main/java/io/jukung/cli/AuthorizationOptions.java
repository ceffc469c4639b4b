package io.jukung.cli;

import io.jukung.registry.codec.value.GoDuration;
import io.jukung.server.access.AccessConfig;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.authorization.webhook.AuthorizationWebhookConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about what callers may do; named as kube-apiserver's flags. */
final class AuthorizationOptions {
  @Option(
      names = "--authorization-mode",
      paramLabel = "MODE",
      split = ",",
      description =
          "Node, RBAC, Webhook, AlwaysAllow or AlwaysDeny, in order (default: Node,RBAC).")
  private List<String> modes = new ArrayList<>();

  @Option(
      names = "--authorization-config",
      paramLabel = "FILE",
      description =
          "AuthorizationConfiguration that names the authorizers, in place of"
              + " --authorization-mode and --authorization-webhook-*; followed while the server"
              + " runs.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--authorization-webhook-config-file",
      paramLabel = "FILE",
      description = "Server, in kubeconfig's form, that mode Webhook asks.")
  private Optional<Path> webhookFile = Optional.empty();

  @Option(
      names = "--authorization-webhook-version",
      paramLabel = "VERSION",
      description = "Version of SubjectAccessReview sent to it: v1 or v1beta1 (default: v1beta1).")
  private Optional<String> webhookVersion = Optional.empty();

  @Option(
      names = "--authorization-webhook-cache-authorized-ttl",
      paramLabel = "DURATION",
      description = "How long it counts that it allows something (default: 5m0s).")
  private Optional<String> authorizedTtl = Optional.empty();

  @Option(
      names = "--authorization-webhook-cache-unauthorized-ttl",
      paramLabel = "DURATION",
      description = "How long it counts that it does not (default: 30s).")
  private Optional<String> unauthorizedTtl = Optional.empty();

  @Option(
      names = "--authorization-always-allow-paths",
      paramLabel = "PATH",
      split = ",",
      description =
          "Paths that need no permission; a star at the end stands for anything (default:"
              + " /healthz,/readyz,/livez).")
  private List<String> alwaysAllowPaths = new ArrayList<>();

  /** The modes in their order. */
  List<AuthorizationMode> modes() {
    return modes.isEmpty()
        ? AuthorizationMode.DEFAULT
        : modes.stream().map(AuthorizationMode::of).toList();
  }

  /** What everybody known may do. */
  List<String> alwaysAllowPaths() {
    return alwaysAllowPaths.isEmpty() ? AccessConfig.HEALTH_PATHS : alwaysAllowPaths;
  }

  /** Whom mode Webhook asks. */
  Optional<AuthorizationWebhookConfig> webhook() {
    return webhookFile.map(
        server ->
            new AuthorizationWebhookConfig(
                server,
                webhookVersion.orElse("v1beta1"),
                duration(authorizedTtl.orElse("5m0s")),
                duration(unauthorizedTtl.orElse("30s"))));
  }

  private static Duration duration(String text) {
    return Duration.ofNanos(GoDuration.parse(text));
  }

  /**
   * The file that names the authorizers.
   *
   * @throws IllegalArgumentException when flags name them, too
   */
  Optional<Path> file() {
    boolean flags =
        !modes.isEmpty()
            || webhookFile.isPresent()
            || webhookVersion.isPresent()
            || authorizedTtl.isPresent()
            || unauthorizedTtl.isPresent();
    if (file.isPresent() && flags) {
      throw new IllegalArgumentException(
          "--authorization-config can not be specified when --authorization-mode or"
              + " --authorization-webhook-* flags are defined");
    }
    return file;
  }
}
