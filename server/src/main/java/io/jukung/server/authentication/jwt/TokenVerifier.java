package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Verifies the tokens of one issuer: algorithm, signature, issuer, audience and times. Safe for all
 * threads.
 *
 * <p>Upstream: {@code IDTokenVerifier} of {@code coreos/go-oidc}, and {@code idTokenVerifier} in
 * {@code oidc.go} at v1.36.
 */
final class TokenVerifier {
  private static final Duration LEEWAY = Duration.ofMinutes(1);
  private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z zzz", Locale.ROOT);

  /**
   * What is wanted of tokens.
   *
   * @param algorithms they may be signed with
   * @param audiences one of which they must be for
   */
  record Wanted(List<String> algorithms, List<String> audiences) {
    Wanted {
      algorithms = List.copyOf(algorithms);
      audiences = List.copyOf(audiences);
    }
  }

  private final String issuer;
  private final IssuerKeys keys;
  private final Wanted wanted;
  private final InstantSource clock;

  TokenVerifier(String issuer, IssuerKeys keys, Wanted wanted, InstantSource clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.wanted = wanted;
    this.clock = clock;
  }

  /**
   * The claims of a token that is good.
   *
   * @throws JwtException when it is not
   */
  Claims verify(String text) throws JwtException {
    SignedToken token = SignedToken.parse(text);
    if (!wanted.algorithms.contains(token.algorithm())) {
      throw new JwtException(
          "oidc: id token signed with unsupported algorithm, expected "
              + quoted(wanted.algorithms)
              + " got "
              + FieldError.quote(token.algorithm()));
    }
    try {
      keys.verify(token);
    } catch (JwtException e) {
      throw new JwtException("failed to verify signature: " + e.reason());
    }
    Claims claims = Claims.parse(token.payload().array());
    List<String> audiences = audiences(claims);
    Instant expiry = time(claims, "exp");
    Instant notBefore = time(claims, "nbf");
    checkSources(claims);
    checkIssuer(claims);
    checkAudience(audiences);
    checkTimes(expiry, notBefore);
    return claims;
  }

  private static List<String> audiences(Claims claims) throws JwtException {
    try {
      return claims.has("aud") ? claims.texts("aud") : List.of();
    } catch (JwtException e) {
      throw new JwtException("oidc: failed to unmarshal claims: " + e.reason());
    }
  }

  /** Go's zero time when it is not there. */
  private static Instant time(Claims claims, String claim) throws JwtException {
    JsonNode value = claims.get(claim);
    if (value.isMissingNode() || value.isNull()) {
      return NO_TIME;
    }
    if (!value.isNumber()) {
      throw new JwtException(
          "oidc: failed to unmarshal claims: " + claim + " is no number of seconds");
    }
    double seconds = value.doubleValue();
    return Math.abs(seconds) > Instant.MAX.getEpochSecond()
        ? seconds > 0 ? Instant.MAX : Instant.MIN
        : Instant.ofEpochSecond(value.longValue());
  }

  /** Names of claims that are elsewhere must lead somewhere, whether anybody wants them or not. */
  private static void checkSources(Claims claims) throws JwtException {
    JsonNode sources = claims.get(DistributedClaims.SOURCES);
    for (JsonNode source : claims.get(DistributedClaims.NAMES)) {
      if (!source.isTextual()) {
        throw new JwtException("oidc: failed to unmarshal claims: _claim_names must be texts");
      }
      if (source.textValue().isEmpty()) {
        throw new JwtException("oidc: failed to obtain source from claim name");
      }
      if (!sources.has(source.textValue())) {
        throw new JwtException("oidc: source does not exist");
      }
    }
  }

  private void checkIssuer(Claims claims) throws JwtException {
    String claimed = claims.get("iss").asText("");
    if (!claimed.equals(issuer)
        && !(claimed.equals("accounts.google.com")
            && issuer.equals("https://accounts.google.com"))) {
      throw new JwtException(
          "oidc: id token issued by a different provider, expected "
              + FieldError.quote(issuer)
              + " got "
              + FieldError.quote(claimed));
    }
  }

  private void checkAudience(List<String> audiences) throws JwtException {
    if (wanted.audiences.stream().anyMatch(audiences::contains)) {
      return;
    }
    throw new JwtException(
        "oidc: expected audience "
            + (wanted.audiences.size() == 1
                ? FieldError.quote(wanted.audiences.getFirst())
                : "in " + quoted(new TreeSet<>(wanted.audiences)))
            + " got "
            + quoted(audiences));
  }

  private void checkTimes(Instant expiry, Instant notBefore) throws JwtException {
    Instant now = clock.instant();
    if (expiry.isBefore(now)) {
      throw new JwtException("oidc: token is expired (Token Expiry: " + printed(expiry) + ")");
    }
    if (now.plus(LEEWAY).isBefore(notBefore)) {
      throw new JwtException(
          "oidc: current time "
              + printed(now)
              + " before the nbf (not before) time: "
              + printed(notBefore));
    }
  }

  /** As Go prints times. */
  private static String printed(Instant time) {
    ZoneId zone = time.equals(NO_TIME) ? ZoneId.of("UTC") : ZoneId.systemDefault();
    return TIME.format(time.atZone(zone)).replace(" Z", " UTC");
  }

  private static String quoted(Collection<String> texts) {
    List<String> all = new ArrayList<>(texts);
    return all.stream().map(FieldError::quote).collect(Collectors.joining(" ", "[", "]"));
  }
}
