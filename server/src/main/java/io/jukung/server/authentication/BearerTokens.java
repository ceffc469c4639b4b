package io.jukung.server.authentication;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The token of the {@code Authorization} header, shown to several authenticators in order; the
 * first that knows its owner wins. A reason to refuse it reads as kube-apiserver's does in {@code
 * TokenReview.status.error}.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/request/bearertoken} at v1.36, with the
 * loopback token's authenticator in front of it.
 */
public final class BearerTokens implements Authenticator {
  private static final String INVALID = "invalid bearer token";
  private final List<TokenAuthenticator> authenticators;

  /** Asks {@code authenticators} in order. */
  public BearerTokens(List<? extends TokenAuthenticator> authenticators) {
    this.authenticators = List.copyOf(authenticators);
  }

  @Override
  public Result authenticate(Credentials credentials) {
    Optional<String> token = credentials.bearerToken();
    if (token.isEmpty()) {
      return new Result.Unknown();
    }
    List<String> reasons = new ArrayList<>();
    for (TokenAuthenticator authenticator : authenticators) {
      switch (authenticator.authenticate(token.get(), credentials.audiences())) {
        case Result.Authenticated found -> {
          return found;
        }
        case Result.Rejected(var reason) -> reasons.add(reason);
        case Result.Unknown _ -> {}
      }
    }
    return new Result.Rejected(joined(reasons));
  }

  private static String joined(List<String> reasons) {
    Set<String> distinct = new LinkedHashSet<>(List.of(INVALID));
    distinct.addAll(reasons);
    return distinct.size() == 1 ? INVALID : "[" + String.join(", ", distinct) + "]";
  }
}
