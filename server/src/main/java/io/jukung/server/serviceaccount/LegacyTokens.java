package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.serviceaccount.TokenClaims.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges tokens that lie in secrets and have no end: good while the secret has exactly this token
 * and the account is the same. The day of their last use is kept in a label of the secret.
 *
 * <p>Upstream: {@code pkg/serviceaccount/legacy.go} at v1.36.
 */
record LegacyTokens(TokenObjects objects, InstantSource clock)
    implements ServiceAccountTokens.ClaimsValidator {
  /** The issuer of all such tokens. */
  static final String ISSUER = "kubernetes/serviceaccount";

  private static final Logger LOG = LoggerFactory.getLogger(LegacyTokens.class);
  private static final String CLAIM = "kubernetes.io/serviceaccount/";
  private static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
  private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

  @Override
  public UserInfo validate(String token, JsonNode claims) throws InvalidTokenException {
    String subject = claims.path("sub").asText("");
    require(!subject.isEmpty(), "sub claim is missing");
    String namespace = claim(claims, "namespace", "namespace");
    String secretName = claim(claims, "secret.name", "secretName");
    String name = claim(claims, "service-account.name", "serviceAccountName");
    String uid = claim(claims, "service-account.uid", "serviceAccountUID");
    require(subject.equals(AccountUser.PREFIX + namespace + ":" + name), "sub claim is invalid");
    JsonNode secret = secret(namespace, secretName, token);
    checkAccount(namespace, name, uid);
    String invalidSince = label(secret, INVALID_SINCE);
    noteUse(namespace, secretName, secret);
    require(
        invalidSince.isEmpty(),
        "the token in secret "
            + namespace
            + "/"
            + secretName
            + " for service account "
            + namespace
            + "/"
            + name
            + " has been marked invalid. Use tokens from the TokenRequest API or manually created"
            + " secret-based tokens, or remove the '"
            + INVALID_SINCE
            + "' label from the secret to temporarily allow use of this token");
    return AccountUser.of(namespace, new Reference(name, uid), Map.of());
  }

  private static String claim(JsonNode claims, String field, String shown)
      throws InvalidTokenException {
    String value = claims.path(CLAIM + field).asText("");
    require(!value.isEmpty(), shown + " claim is missing");
    return value;
  }

  private JsonNode secret(String namespace, String name, String token)
      throws InvalidTokenException {
    Optional<JsonNode> found = objects.find("secrets", namespace, name);
    require(
        found.isPresent() && !found.get().path("metadata").has("deletionTimestamp"),
        "Token has been invalidated");
    JsonNode secret = found.orElseThrow();
    byte[] kept;
    try {
      kept = Base64.getDecoder().decode(secret.path("data").path("token").asText(""));
    } catch (IllegalArgumentException e) {
      kept = new byte[0];
    }
    require(
        MessageDigest.isEqual(kept, token.getBytes(StandardCharsets.UTF_8)),
        "Token does not match server's copy");
    return secret;
  }

  private void checkAccount(String namespace, String name, String uid)
      throws InvalidTokenException {
    JsonNode account;
    try {
      account = objects.get("serviceaccounts", namespace, name);
    } catch (StatusException e) {
      throw new InvalidTokenException(e.text());
    }
    require(
        !account.path("metadata").has("deletionTimestamp"),
        "ServiceAccount " + namespace + "/" + name + " has been deleted");
    String current = account.path("metadata").path("uid").asText("");
    require(
        current.equals(uid),
        "ServiceAccount UID (" + current + ") does not match claim (" + uid + ")");
  }

  private void noteUse(String namespace, String name, JsonNode secret) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    String lastUsed = label(secret, LAST_USED);
    if (lastUsed.equals(today.toString()) || lastUsed.equals(today.plusDays(1).toString())) {
      return;
    }
    String uid = secret.path("metadata").path("uid").asText("");
    try {
      var _ =
          objects
              .store("secrets")
              .update(
                  RequestContext.server(),
                  namespace,
                  name,
                  current -> labelled(current, uid, name, today),
                  WriteOptions.DEFAULT);
    } catch (StatusException e) {
      LOG.warn("last use not kept, secret={}/{}: {}", namespace, name, e.text());
    }
  }

  private ObjectNode labelled(
      Optional<ObjectNode> current, String uid, String name, LocalDate today) {
    ObjectNode secret =
        current
            .filter(found -> found.path("metadata").path("uid").asText("").equals(uid))
            .orElseThrow(
                () -> StatusException.notFound(objects.store("secrets").type().resource(), name));
    secret.withObject("/metadata/labels").put(LAST_USED, today.toString());
    return secret;
  }

  private static String label(JsonNode object, String name) {
    return object.path("metadata").path("labels").path(name).asText("");
  }

  private static void require(boolean holds, String reason) throws InvalidTokenException {
    if (!holds) {
      throw new InvalidTokenException(reason);
    }
  }
}
