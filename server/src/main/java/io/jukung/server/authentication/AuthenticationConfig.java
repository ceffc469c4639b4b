package io.jukung.server.authentication;

import java.util.Optional;

/**
 * How callers are known, beside certificates, service accounts and a file of tokens.
 *
 * @param anonymous {@code --anonymous-auth}; empty opens versions and health only
 * @param bootstrapTokens {@code --enable-bootstrap-token-auth}
 */
public record AuthenticationConfig(Optional<Boolean> anonymous, boolean bootstrapTokens) {
  /** Nothing but the defaults. */
  public static final AuthenticationConfig DEFAULT =
      new AuthenticationConfig(Optional.empty(), false);
}
