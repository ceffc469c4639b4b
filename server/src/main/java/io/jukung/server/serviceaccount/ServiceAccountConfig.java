package io.jukung.server.serviceaccount;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How service account tokens are made and judged; valid once made. Named as kube-apiserver's flags.
 *
 * @param issuers {@code --service-account-issuer}: the first signs, all are accepted; a plain name
 *     or a URL
 * @param keyFiles {@code --service-account-key-file}: PEM files with the keys tokens may be signed
 *     with; empty takes the signing key's
 * @param signingKeyFile {@code --service-account-signing-key-file}: PEM; empty takes the server's
 *     own {@code pki/sa.key}
 * @param apiAudiences {@code --api-audiences}: what this server calls itself; empty takes the
 *     issuers
 * @param maxTokenExpiration {@code --service-account-max-token-expiration}: the longest life of a
 *     token, an hour to 2^32 seconds; zero is no bound
 * @param extendTokenExpiration {@code --service-account-extend-token-expiration}: whether tokens
 *     injected into pods live a year, so that clients that don't read them again go on
 * @param jwksUri {@code --service-account-jwks-uri}: where others are told to read the keys; empty
 *     takes this server's own path
 */
public record ServiceAccountConfig(
    List<String> issuers,
    List<Path> keyFiles,
    Optional<Path> signingKeyFile,
    List<String> apiAudiences,
    Duration maxTokenExpiration,
    boolean extendTokenExpiration,
    Optional<String> jwksUri) {
  /** The name every API server has for pods. */
  public static final String DEFAULT_ISSUER = "https://kubernetes.default.svc";

  /** One issuer, the server's own key, no bound. */
  public static final ServiceAccountConfig DEFAULT =
      new ServiceAccountConfig(
          List.of(DEFAULT_ISSUER),
          List.of(),
          Optional.empty(),
          List.of(),
          Duration.ZERO,
          true,
          Optional.empty());

  private static final long MIN_BOUND_SECONDS = 3600;
  private static final long MAX_BOUND_SECONDS = 1L << 32;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the first that is wrong, with upstream's text
   */
  public ServiceAccountConfig {
    issuers = List.copyOf(issuers);
    keyFiles = List.copyOf(keyFiles);
    require(!issuers.isEmpty(), "service-account-issuer is a required flag");
    for (String issuer : issuers) {
      require(!issuer.isEmpty(), "service-account-issuer should not be an empty string");
      require(
          !issuer.contains(":") || isUrl(issuer),
          "service-account-issuer \"" + issuer + "\" contained a ':' but was not a valid URL");
    }
    require(
        new HashSet<>(issuers).size() == issuers.size(),
        "service-account-issuer is already specified, found " + issuers);
    apiAudiences = apiAudiences.isEmpty() ? issuers : List.copyOf(apiAudiences);
    long bound = maxTokenExpiration.toSeconds();
    require(
        bound == 0 || (bound >= MIN_BOUND_SECONDS && bound <= MAX_BOUND_SECONDS),
        "the service-account-max-token-expiration must be between 1 hour and 2^32 seconds");
  }

  private static boolean isUrl(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(expected);
    }
  }
}
