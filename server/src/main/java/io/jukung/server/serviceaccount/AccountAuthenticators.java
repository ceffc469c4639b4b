package io.jukung.server.serviceaccount;

import io.jukung.server.authentication.TokenAuthenticator;
import java.time.InstantSource;
import java.util.List;

/** The authenticators of all service account tokens there are. */
public final class AccountAuthenticators {
  private AccountAuthenticators() {}

  /** For tokens that lie in secrets, and for those of the TokenRequest API. */
  public static List<TokenAuthenticator> of(
      ServiceAccountConfig config, TokenKeys keys, TokenObjects objects, InstantSource clock) {
    return List.of(
        new ServiceAccountTokens(
            List.of(LegacyTokens.ISSUER),
            keys,
            config.apiAudiences(),
            new LegacyTokens(objects, clock)),
        new ServiceAccountTokens(
            config.issuers(), keys, config.apiAudiences(), new BoundTokens(objects, clock)));
  }
}
