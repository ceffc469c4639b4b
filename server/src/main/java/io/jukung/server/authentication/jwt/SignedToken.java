package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;

/**
 * A token in compact form whose signature nobody has looked at yet.
 *
 * @param keyId the key it says to be signed with; may be empty
 */
record SignedToken(
    String algorithm, String keyId, Bytes payload, String header, String signed, String signature) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String GOOGLE = "accounts.google.com";

  /** The issuer that a token claims to be of; empty when it is no token in compact form. */
  static Optional<String> untrustedIssuer(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode issuer = MAPPER.readTree(decoded(parts[1])).path("iss");
      if (issuer.isMissingNode() || issuer.isNull()) {
        return Optional.of("");
      }
      return Optional.of(issuer)
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .map(text -> text.equals(GOOGLE) ? "https://" + GOOGLE : text);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes a token apart.
   *
   * @throws JwtException when it is none in compact form, or asks for what is not understood
   */
  static SignedToken parse(String token) throws JwtException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new JwtException("oidc: malformed jwt");
    }
    try {
      JsonNode header = MAPPER.readTree(decoded(parts[0]));
      if (!header.isObject() || !header.path("alg").isTextual()) {
        throw new JwtException("oidc: malformed jwt: the header names no algorithm");
      }
      if (header.has("crit") || header.has("b64")) {
        throw new JwtException("oidc: malformed jwt: unsupported crit header");
      }
      if (decoded(parts[2]).length == 0) {
        throw new JwtException("oidc: malformed jwt: no signature");
      }
      return new SignedToken(
          header.path("alg").textValue(),
          header.path("kid").asText(""),
          Bytes.wrap(decoded(parts[1])),
          parts[0],
          parts[0] + "." + parts[1],
          parts[2]);
    } catch (IOException | IllegalArgumentException e) {
      throw new JwtException("oidc: malformed jwt: " + e.getMessage());
    }
  }

  /** Strictly: no padding, and nothing that is not of the alphabet. */
  private static byte[] decoded(String part) {
    if (part.indexOf('=') >= 0) {
      throw new IllegalArgumentException("illegal base64 data");
    }
    return Base64.getUrlDecoder().decode(part);
  }

  /** Whether it was signed with the key. */
  boolean signedWith(JWK key) {
    try {
      JWSHeader parsed = JWSHeader.parse(new Base64URL(header));
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
            default -> throw new JOSEException("no key for these signatures");
          };
      return verifier.supportedJWSAlgorithms().contains(parsed.getAlgorithm())
          && verifier.verify(
              parsed, signed.getBytes(StandardCharsets.US_ASCII), new Base64URL(signature));
    } catch (JOSEException | ParseException | IllegalArgumentException e) {
      return false;
    }
  }
}
