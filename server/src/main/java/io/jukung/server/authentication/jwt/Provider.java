package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.registry.status.FieldError;
import io.jukung.server.authentication.jwt.HttpsDocuments.Document;
import io.jukung.server.authentication.jwt.TokenVerifier.Wanted;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what an issuer says of itself, and makes the verifier of its tokens from it. */
record Provider(HttpsDocuments documents, Wanted wanted, InstantSource clock) {
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final JsonMapper MAPPER = new JsonMapper();

  /** As the other, with nobody to tell of keys. */
  TokenVerifier discover(String issuer, String discoveryUrl) throws JwtException {
    return discover(issuer, discoveryUrl, keys -> {});
  }

  /**
   * The verifier for an issuer's tokens.
   *
   * @param discoveryUrl where its document is; empty for the usual place
   * @param keysRead is told of each read of the issuer's keys
   * @throws JwtException when the document can't be read, or is another issuer's
   */
  TokenVerifier discover(String issuer, String discoveryUrl, Consumer<Optional<String>> keysRead)
      throws JwtException {
    String usual =
        (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + WELL_KNOWN;
    Document document = documents.get(discoveryUrl.isEmpty() ? usual : discoveryUrl, "");
    if (!document.ok()) {
      throw new JwtException(document.status() + ": " + document.body());
    }
    JsonNode said;
    try {
      said = MAPPER.readTree(document.body());
    } catch (IOException e) {
      throw new JwtException("oidc: failed to decode provider discovery object: " + e.getMessage());
    }
    String named = said.path("issuer").asText("");
    if (!named.equals(issuer)) {
      throw new JwtException(
          "oidc: issuer did not match the issuer returned by provider, expected "
              + FieldError.quote(issuer)
              + " got "
              + FieldError.quote(named));
    }
    String keys = said.path("jwks_uri").asText("");
    if (keys.isEmpty()) {
      throw new JwtException("provider did not return JWKS URL");
    }
    return new TokenVerifier(
        issuer, new IssuerKeys(keys, documents, clock, keysRead), wanted, clock);
  }
}
