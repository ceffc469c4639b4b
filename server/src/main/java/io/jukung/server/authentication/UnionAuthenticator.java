package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks several authenticators in order; the first that knows the sender wins. Everybody it finds is
 * a member of {@code system:authenticated}, unless it says itself that it is nobody. A wrong
 * credential that no other makes good is rejected, even where no credential is needed.
 */
public final class UnionAuthenticator implements Authenticator {
  private final List<Authenticator> authenticators;
  private final Authenticator withoutCredential;

  /**
   * Asks {@code authenticators} in order.
   *
   * @param withoutCredential asked when none of them has found a credential, right or wrong
   */
  public UnionAuthenticator(
      List<? extends Authenticator> authenticators, Authenticator withoutCredential) {
    this.authenticators = List.copyOf(authenticators);
    this.withoutCredential = withoutCredential;
  }

  @Override
  public Result authenticate(Credentials credentials) {
    Result result = new Result.Unknown();
    for (Authenticator authenticator : authenticators) {
      switch (authenticator.authenticate(credentials)) {
        case Result.Authenticated found -> {
          return new Result.Authenticated(withGroup(found.user()), found.audiences());
        }
        case Result.Rejected rejected -> result = rejected;
        case Result.Unknown _ -> {}
      }
    }
    return result instanceof Result.Rejected ? result : withoutCredential.authenticate(credentials);
  }

  private static UserInfo withGroup(UserInfo user) {
    if (user.name().equals(UserInfo.ANONYMOUS.name())
        || user.groups().contains(UserInfo.AUTHENTICATED)
        || user.groups().containsAll(UserInfo.ANONYMOUS.groups())) {
      return user;
    }
    List<String> groups = new ArrayList<>(user.groups());
    groups.add(UserInfo.AUTHENTICATED);
    return new UserInfo(user.name(), user.uid(), groups, user.extra());
  }
}
