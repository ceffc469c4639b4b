package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes requests that show no credential for those of {@code system:anonymous}: all, some, or none
 * of them. Immutable.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/request/anonymous} at v1.36.
 */
public final class AnonymousRequests implements Authenticator {
  private static final List<String> OPEN = List.of("/version", "/livez", "/readyz");

  private final Predicate<String> paths;

  private AnonymousRequests(Predicate<String> paths) {
    this.paths = paths;
  }

  /** What this server does unless told otherwise: everybody reads versions and health. */
  public static AnonymousRequests byDefault() {
    return new AnonymousRequests(
        path -> OPEN.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "/")));
  }

  /** All of them, as {@code --anonymous-auth=true}, or none. */
  public static AnonymousRequests all(boolean allowed) {
    return new AnonymousRequests(path -> allowed);
  }

  /** Those to exactly these paths. */
  public static AnonymousRequests to(Collection<String> paths) {
    return new AnonymousRequests(Set.copyOf(paths)::contains);
  }

  @Override
  public Result authenticate(Credentials credentials) {
    return paths.test(credentials.path())
        ? new Result.Authenticated(UserInfo.ANONYMOUS)
        : new Result.Unknown();
  }
}
