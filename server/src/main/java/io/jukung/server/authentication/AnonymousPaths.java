package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import java.util.List;

/** Lets everybody read versions and health, and nothing else. */
public final class AnonymousPaths implements Authenticator {
  private static final List<String> OPEN = List.of("/version", "/livez", "/readyz");

  @Override
  public Result authenticate(Credentials credentials) {
    String path = credentials.path();
    for (String open : OPEN) {
      if (path.equals(open) || path.startsWith(open + "/")) {
        return new Result.Authenticated(UserInfo.ANONYMOUS);
      }
    }
    return new Result.Unknown();
  }
}
