package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.FieldError;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.TokenAuthenticator;
import java.io.IOException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Service accounts by their tokens: those of one set of issuers, judged by one {@link
 * ClaimsValidator}. Signature, issuer and audience are checked here.
 *
 * <p>Upstream: {@code JWTTokenAuthenticator} in {@code pkg/serviceaccount/jwt.go} at v1.36.
 */
public final class ServiceAccountTokens implements TokenAuthenticator {
  /** Judges the claims of a token whose signature is good. Safe for all threads. */
  @FunctionalInterface
  interface ClaimsValidator {
    /** Who the token stands for. */
    UserInfo validate(String token, JsonNode claims) throws InvalidTokenException;
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Set<String> issuers;
  private final TokenKeys keys;
  private final List<String> apiAudiences;
  private final ClaimsValidator validator;

  /** Accepts tokens of {@code issuers} signed with one of {@code keys}. */
  ServiceAccountTokens(
      List<String> issuers, TokenKeys keys, List<String> apiAudiences, ClaimsValidator validator) {
    this.issuers = Set.copyOf(issuers);
    this.keys = keys;
    this.apiAudiences = List.copyOf(apiAudiences);
    this.validator = validator;
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    if (!hasKnownIssuer(token)) {
      return new Result.Unknown();
    }
    JWSObject parsed;
    try {
      parsed = JWSObject.parse(token);
    } catch (ParseException e) {
      return new Result.Unknown();
    }
    try {
      verify(parsed);
      JsonNode claims = MAPPER.readTree(parsed.getPayload().toBytes());
      List<String> good = audiences(claims, audiences.isEmpty() ? apiAudiences : audiences);
      return new Result.Authenticated(validator.validate(token, claims), good);
    } catch (InvalidTokenException e) {
      return new Result.Rejected(e.reason());
    } catch (IOException e) {
      return new Result.Rejected("service account token claims could not be read");
    }
  }

  /** Whether it is a token in compact form that claims, unverified, to be of one of the issuers. */
  private boolean hasKnownIssuer(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      return false;
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(token.substring(first + 1, second));
      return issuers.contains(MAPPER.readTree(payload).path("iss").asText(""));
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private void verify(JWSObject token) throws InvalidTokenException {
    String id = token.getHeader().getKeyID();
    List<TokenKey> candidates = keys.accepted(id == null ? "" : id);
    if (candidates.isEmpty()) {
      throw new InvalidTokenException("invalid signature, no keys found");
    }
    for (TokenKey key : candidates) {
      try {
        if (token.getHeader().getAlgorithm().equals(key.algorithm())
            && token.verify(key.verifier())) {
          return;
        }
      } catch (JOSEException e) {
        // Not signed with this key.
      }
    }
    throw new InvalidTokenException("go-jose/go-jose: error in cryptographic primitive");
  }

  /** For which of the audiences asked for the token is good; at least one. */
  private List<String> audiences(JsonNode claims, List<String> wanted)
      throws InvalidTokenException {
    List<String> own = new ArrayList<>();
    JsonNode claimed = claims.path("aud");
    if (claimed.isTextual()) {
      own.add(claimed.textValue());
    }
    claimed.forEach(audience -> own.add(audience.asText()));
    if (own.isEmpty()) {
      own.addAll(apiAudiences);
    }
    List<String> common = own.stream().filter(wanted::contains).toList();
    if (common.isEmpty()) {
      throw new InvalidTokenException(
          "token audiences "
              + quoted(own)
              + " is invalid for the target audiences "
              + quoted(wanted));
    }
    return common;
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(FieldError::quote).collect(Collectors.joining(" ", "[", "]"));
  }
}
