package io.jukung.server.authentication;

import io.jukung.server.authentication.Authenticator.Result;
import java.util.List;

/** Decides whose bearer token it is. Safe for all threads. */
@FunctionalInterface
public interface TokenAuthenticator {
  /**
   * Decides; a token of a form that others know is {@link Result.Unknown}.
   *
   * @param token never empty
   * @param audiences for whom the token is to be good; empty means this API server
   */
  Result authenticate(String token, List<String> audiences);
}
