package io.jukung.server.authentication;

import io.jukung.server.authentication.jwt.OidcConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How callers are known, beside this server's own certificates, service accounts and a file of
 * tokens; valid once made.
 *
 * @param anonymous {@code --anonymous-auth}; empty opens versions and health only
 * @param bootstrapTokens {@code --enable-bootstrap-token-auth}
 * @param oidc the issuer that the {@code --oidc-*} flags name
 * @param file {@code --authentication-config}
 * @param webhook a server that knows more tokens
 * @param clientCaFile {@code --client-ca-file}: authorities in PEM whose clients are users, too
 */
public record AuthenticationConfig(
    Optional<Boolean> anonymous,
    boolean bootstrapTokens,
    Optional<OidcConfig> oidc,
    Optional<Path> file,
    Optional<WebhookTokenConfig> webhook,
    Optional<Path> clientCaFile) {
  /** Nothing but the defaults. */
  public static final AuthenticationConfig DEFAULT =
      new AuthenticationConfig(
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Checks what goes together.
   *
   * @throws IllegalArgumentException when both a file and flags name issuers
   */
  public AuthenticationConfig {
    if (oidc.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException(
          "authentication-config file and oidc-* flags are mutually exclusive");
    }
  }
}
