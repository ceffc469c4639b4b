package io.jukung.server.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a token of a service account says.
 *
 * @param warnAfter when a client that still uses the token is too old; before its end
 */
record TokenClaims(
    String issuer,
    List<String> audiences,
    Instant issuedAt,
    Instant expiresAt,
    Optional<Instant> warnAfter,
    String id,
    String namespace,
    Reference serviceAccount,
    Optional<Reference> pod,
    Optional<Reference> secret,
    Optional<Reference> node) {
  /** An object by name and uid; the uid may be empty. */
  record Reference(String name, String uid) {
    /** Reads an object's metadata. */
    static Reference of(JsonNode object) {
      JsonNode metadata = object.path("metadata");
      return new Reference(metadata.path("name").asText(""), metadata.path("uid").asText(""));
    }

    private void put(ObjectNode parent, String field) {
      ObjectNode node = parent.putObject(field);
      if (!name.isEmpty()) {
        node.put("name", name);
      }
      if (!uid.isEmpty()) {
        node.put("uid", uid);
      }
    }
  }

  /** The claims as JSON, names sorted as upstream has them. */
  byte[] encode() {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    ArrayNode audience = claims.putArray("aud");
    audiences.forEach(audience::add);
    claims.put("exp", expiresAt.getEpochSecond()).put("iat", issuedAt.getEpochSecond());
    claims.put("iss", issuer).put("jti", id);
    ObjectNode own = claims.putObject("kubernetes.io");
    own.put("namespace", namespace);
    node.ifPresent(reference -> reference.put(own, "node"));
    pod.ifPresent(reference -> reference.put(own, "pod"));
    secret.ifPresent(reference -> reference.put(own, "secret"));
    serviceAccount.put(own, "serviceaccount");
    warnAfter.ifPresent(time -> own.put("warnafter", time.getEpochSecond()));
    claims.put("nbf", issuedAt.getEpochSecond());
    claims.put("sub", "system:serviceaccount:" + namespace + ":" + serviceAccount.name());
    return claims.toString().getBytes(StandardCharsets.UTF_8);
  }
}
