package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a token claims. Used by one thread, which may add what it found elsewhere. */
final class Claims {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ObjectNode claims;

  private Claims(ObjectNode claims) {
    this.claims = claims;
  }

  /**
   * Reads a payload.
   *
   * @throws JwtException when it is no JSON object
   */
  static Claims parse(byte[] payload) throws JwtException {
    try {
      if (MAPPER.readTree(payload) instanceof ObjectNode object) {
        return new Claims(object);
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new JwtException("oidc: failed to unmarshal claims: not a JSON object");
  }

  boolean has(String claim) {
    return claims.has(claim);
  }

  JsonNode get(String claim) {
    return claims.path(claim);
  }

  void put(String claim, JsonNode value) {
    claims.set(claim, value);
  }

  /** What expressions see. */
  Map<String, Object> values() {
    return ClaimValues.claims(claims);
  }

  /**
   * A text; null is an empty one, as in Go.
   *
   * @throws JwtException when the claim is not there, or no text
   */
  String text(String claim) throws JwtException {
    if (!claims.has(claim)) {
      throw new JwtException("claim not present");
    }
    return text(claims.get(claim));
  }

  private static String text(JsonNode value) throws JwtException {
    if (!value.isTextual() && !value.isNull()) {
      throw wrong(value, "string");
    }
    return value.isNull() ? "" : value.textValue();
  }

  /**
   * A boolean; null is false, as in Go.
   *
   * @throws JwtException when the claim is no boolean
   */
  boolean flag(String claim) throws JwtException {
    JsonNode value = claims.path(claim);
    if (!value.isBoolean() && !value.isNull()) {
      throw wrong(value, "bool");
    }
    return value.booleanValue();
  }

  /**
   * Texts, or one text.
   *
   * @throws JwtException when the claim is neither
   */
  List<String> texts(String claim) throws JwtException {
    JsonNode value = claims.path(claim);
    List<String> texts = new ArrayList<>();
    if (value.isTextual()) {
      texts.add(value.textValue());
    } else if (value.isArray()) {
      for (JsonNode element : value) {
        if (!element.isTextual() && !element.isNull()) {
          throw wrong(value, "string");
        }
        texts.add(element.asText(""));
      }
    } else if (!value.isNull()) {
      throw wrong(value, "string");
    }
    return texts;
  }

  private static JwtException wrong(JsonNode value, String wanted) {
    String found =
        switch (value.getNodeType()) {
          case BOOLEAN -> "bool";
          case NUMBER -> "number";
          case ARRAY -> "array";
          case STRING -> "string";
          default -> "object";
        };
    return new JwtException("json: cannot unmarshal " + found + " into Go value of type " + wanted);
  }
}
