package io.jukung.server.authorization;

import io.jukung.registry.request.UserInfo;
import java.util.List;

/**
 * Everybody who has shown a credential may do everything; everybody else may read what the
 * authenticator lets them through for.
 */
public final class AuthenticatedAuthorizer implements Authorizer {
  @Override
  public Decision authorize(Attributes attributes) {
    if (attributes.user().groups().contains(UserInfo.AUTHENTICATED)) {
      return new Decision.Allow("");
    }
    return !attributes.resourceRequest() && attributes.verb().equals("get")
        ? new Decision.Allow("")
        : new Decision.NoOpinion("");
  }

  @Override
  public Rules rules(UserInfo user, String namespace) {
    if (!user.groups().contains(UserInfo.AUTHENTICATED)) {
      return Rules.NONE;
    }
    List<String> all = List.of("*");
    return new Rules(
        List.of(new ResourceRule(all, all, all, List.of())),
        List.of(new NonResourceRule(all, all)),
        false);
  }
}
