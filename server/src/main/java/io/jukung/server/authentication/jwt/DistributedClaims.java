package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.server.authentication.jwt.HttpsDocuments.Document;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A claim that a token doesn't carry but says where to ask for: in a token of its own, which may be
 * another issuer's. Safe for all threads.
 *
 * <p>Upstream: {@code claimResolver} in {@code oidc.go} at v1.36; OpenID Connect Core 1.0, 5.6.2.
 */
final class DistributedClaims {
  static final String NAMES = "_claim_names";
  static final String SOURCES = "_claim_sources";

  private static final int MOST_ISSUERS = 100;

  private final String claim;
  private final Provider provider;
  private final Map<String, TokenVerifier> verifiers = new ConcurrentHashMap<>();

  /** Looks for {@code claim}. */
  DistributedClaims(String claim, Provider provider) {
    this.claim = claim;
    this.provider = provider;
  }

  /**
   * Adds the claim when it is elsewhere.
   *
   * @throws JwtException when it should be there and can't be had
   */
  void expand(Claims claims) throws JwtException {
    if (claims.has(claim) || !claims.has(NAMES)) {
      return;
    }
    if (!claims.has(SOURCES)) {
      throw new JwtException("oidc: no claim sources");
    }
    String source = claims.get(NAMES).path(claim).asText("");
    if (!claims.get(NAMES).has(claim)) {
      return;
    }
    JsonNode place = claims.get(SOURCES).path(source);
    if (place.isMissingNode()) {
      throw new JwtException(
          "id token _claim_names contained a source " + source + " missing in _claims_sources");
    }
    String endpoint = place.path("endpoint").asText("");
    if (!endpoint.isEmpty()) {
      claims.put(claim, resolve(endpoint, place.path("access_token").asText("")));
    }
  }

  private JsonNode resolve(String endpoint, String accessToken) throws JwtException {
    String token = read(endpoint, accessToken);
    Optional<String> issuer = SignedToken.untrustedIssuer(token);
    if (issuer.isEmpty()) {
      throw new JwtException(
          "getting untrusted issuer from endpoint "
              + endpoint
              + " failed for claim "
              + FieldError.quote(claim)
              + ": malformed token");
    }
    TokenVerifier verifier = verifier(issuer.get());
    Claims found;
    try {
      found = verifier.verify(token);
    } catch (JwtException e) {
      throw new JwtException("verify distributed claim token: " + e.reason());
    }
    if (!found.has(claim)) {
      throw new JwtException(
          "jwt returned by distributed claim endpoint "
              + FieldError.quote(endpoint)
              + " did not contain claim: "
              + claim);
    }
    return found.get(claim);
  }

  private String read(String endpoint, String accessToken) throws JwtException {
    try {
      Document document = provider.documents().get(endpoint, accessToken);
      if (document.status() < 200 || document.status() > 226) {
        throw new JwtException("error while getting distributed claim JWT: " + document.status());
      }
      return document.body();
    } catch (JwtException e) {
      throw new JwtException(
          "while getting distributed claim " + FieldError.quote(claim) + ": " + e.reason());
    }
  }

  private TokenVerifier verifier(String issuer) throws JwtException {
    TokenVerifier known = verifiers.get(issuer);
    if (known != null) {
      return known;
    }
    try {
      TokenVerifier made = provider.discover(issuer, "");
      if (verifiers.size() < MOST_ISSUERS) {
        verifiers.put(issuer, made);
      }
      return made;
    } catch (JwtException e) {
      throw new JwtException("verifying untrusted issuer " + issuer + " failed: " + e.reason());
    }
  }
}
