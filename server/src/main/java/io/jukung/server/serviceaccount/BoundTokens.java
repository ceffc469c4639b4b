package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.server.serviceaccount.TokenClaims.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Judges tokens of the TokenRequest API: in time, of an account that is still the same, and bound
 * to an object that is still there, if to any.
 *
 * <p>Upstream: {@code pkg/serviceaccount/claims.go} at v1.36.
 */
record BoundTokens(TokenObjects objects, InstantSource clock)
    implements ServiceAccountTokens.ClaimsValidator {
  private static final Duration LEEWAY = Duration.ofMinutes(1);
  private static final Reference NONE = new Reference("", "");
  private static final String INVALIDATED = "service account token has been invalidated";

  @Override
  public UserInfo validate(String token, JsonNode claims) throws InvalidTokenException {
    Instant now = clock.instant();
    checkTimes(claims, now);
    JsonNode own = claims.path("kubernetes.io");
    String namespace = own.path("namespace").asText("");
    Reference account = reference(own, "serviceaccount");
    checkAccount(namespace, account, now);
    if (own.has("secret")) {
      checkBound("secrets", "secret", namespace, reference(own, "secret"), now);
    }
    Reference pod = NONE;
    if (own.has("pod")) {
      pod = reference(own, "pod");
      checkBound("pods", "pod", namespace, pod, now);
    }
    Reference node = own.has("node") ? reference(own, "node") : NONE;
    if (own.has("node") && !own.has("pod")) {
      checkBound("nodes", "node", "", node, now);
    }
    return AccountUser.of(
        namespace, account, AccountUser.extra(pod, node, claims.path("jti").asText("")));
  }

  private static Reference reference(JsonNode own, String field) {
    JsonNode node = own.path(field);
    return new Reference(node.path("name").asText(""), node.path("uid").asText(""));
  }

  private static void checkTimes(JsonNode claims, Instant now) throws InvalidTokenException {
    if (claims.has("nbf") && now.plus(LEEWAY).isBefore(time(claims, "nbf"))) {
      throw new InvalidTokenException("service account token is not valid yet");
    }
    if (claims.has("exp") && now.minus(LEEWAY).isAfter(time(claims, "exp"))) {
      throw new InvalidTokenException("service account token has expired");
    }
    if (claims.has("iat") && now.plus(LEEWAY).isBefore(time(claims, "iat"))) {
      throw new InvalidTokenException("service account token is issued in the future");
    }
  }

  private static Instant time(JsonNode claims, String name) {
    return Instant.ofEpochSecond(claims.path(name).asLong());
  }

  private void checkAccount(String namespace, Reference account, Instant now)
      throws InvalidTokenException {
    JsonNode found;
    try {
      found = objects.get("serviceaccounts", namespace, account.name());
    } catch (StatusException e) {
      throw new InvalidTokenException(e.text());
    }
    String uid = uid(found);
    if (!uid.equals(account.uid())) {
      throw new InvalidTokenException(
          "service account UID (" + uid + ") does not match claim (" + account.uid() + ")");
    }
    if (gone(found, now)) {
      throw new InvalidTokenException(
          "service account " + namespace + "/" + account.name() + " has been deleted");
    }
  }

  private void checkBound(
      String resource, String word, String namespace, Reference bound, Instant now)
      throws InvalidTokenException {
    Optional<JsonNode> found = objects.find(resource, namespace, bound.name());
    if (found.isEmpty()) {
      throw new InvalidTokenException(INVALIDATED);
    }
    String uid = uid(found.get());
    if (!uid.equals(bound.uid())) {
      throw new InvalidTokenException(
          word
              + " UID ("
              + uid
              + ") does not match service account "
              + word
              + " ref claim ("
              + bound.uid()
              + ")");
    }
    if (gone(found.get(), now)) {
      throw new InvalidTokenException(INVALIDATED);
    }
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText("");
  }

  /** Whether the object was to be gone longer ago than clocks may differ. */
  private static boolean gone(JsonNode object, Instant now) {
    String deletion = object.path("metadata").path("deletionTimestamp").asText("");
    return !deletion.isEmpty() && Instant.parse(deletion).isBefore(now.minus(LEEWAY));
  }
}
