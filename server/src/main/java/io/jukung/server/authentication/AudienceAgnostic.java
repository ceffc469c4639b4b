package io.jukung.server.authentication;

import io.jukung.server.authentication.Authenticator.Result;
import java.util.List;

/**
 * Tokens that say nothing of whom they are for: good for this API server and for nobody else.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/authenticator/audagnostic.go} at v1.36.
 *
 * @param apiAudiences what this API server calls itself
 */
public record AudienceAgnostic(TokenAuthenticator authenticator, List<String> apiAudiences)
    implements TokenAuthenticator {
  /** Copies the list. */
  public AudienceAgnostic {
    apiAudiences = List.copyOf(apiAudiences);
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    List<String> common =
        audiences.isEmpty()
            ? apiAudiences
            : apiAudiences.stream().filter(audiences::contains).toList();
    if (common.isEmpty()) {
      return new Result.Unknown();
    }
    Result result = authenticator.authenticate(token, audiences);
    return result instanceof Result.Authenticated found
        ? new Result.Authenticated(found.user(), common)
        : result;
  }
}
