package io.jukung.cli;

import io.jukung.server.authentication.AuthenticationConfig;
import java.util.Optional;
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

  /** What was asked for. */
  AuthenticationConfig config() {
    return new AuthenticationConfig(anonymous, bootstrapTokens);
  }
}
