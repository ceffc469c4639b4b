package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import io.jukung.server.response.ApiResponse;
import io.jukung.storage.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * By what others verify this server's tokens: the two documents of OpenID Connect discovery, made
 * once.
 *
 * <p>Upstream: {@code pkg/serviceaccount/openidmetadata.go} at v1.36.
 *
 * @param configuration answers {@code /.well-known/openid-configuration}
 * @param keySet answers {@code /openid/v1/jwks}
 */
public record OpenIdMetadata(ApiResponse configuration, ApiResponse keySet) {
  /** Where the key set is served. */
  public static final String KEYS_PATH = "/openid/v1/jwks";

  /** What the key set is. */
  public static final String KEYS_TYPE = "application/jwk-set+json";

  /** Names in the order Go's library prints them. */
  private static final String[] KEY_FIELDS = {
    "use", "kty", "kid", "crv", "alg", "x", "y", "n", "e"
  };

  /**
   * The documents; empty when the issuer's name is none that OpenID allows, as upstream.
   *
   * @param address host and port at which others find this server
   */
  public static Optional<OpenIdMetadata> of(
      ServiceAccountConfig config, TokenKeys keys, String address) {
    String issuer = config.issuers().getFirst();
    if (!issuer.startsWith("https://") || issuer.contains("?") || issuer.contains("#")) {
      return Optional.empty();
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("issuer", issuer);
    document.put("jwks_uri", config.jwksUri().orElse("https://" + address + KEYS_PATH));
    document.putArray("response_types_supported").add("id_token");
    document.putArray("subject_types_supported").add("public");
    TreeSet<String> algorithms = new TreeSet<>();
    keys.accepted().forEach(key -> algorithms.add(key.algorithm().getName()));
    ArrayNode shown = document.putArray("id_token_signing_alg_values_supported");
    algorithms.forEach(shown::add);
    ObjectNode set = JsonNodeFactory.instance.objectNode();
    ArrayNode list = set.putArray("keys");
    keys.accepted().forEach(key -> put(list.addObject(), key.jwk()));
    return Optional.of(
        new OpenIdMetadata(answer(ApiResponse.JSON, document), answer(KEYS_TYPE, set)));
  }

  private static void put(ObjectNode node, JWK key) {
    Map<String, Object> fields = key.toJSONObject();
    for (String field : KEY_FIELDS) {
      Object value = fields.get(field);
      if (value != null) {
        node.put(field, value.toString());
      }
    }
  }

  private static ApiResponse answer(String type, ObjectNode document) {
    return ApiResponse.of(200, type, Bytes.utf8(document.toString()));
  }
}
