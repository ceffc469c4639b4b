package io.jukung.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list goes on, in upstream's form ({@code k8s.io/apiserver/pkg/storage/continue.go} at
 * v1.36).
 *
 * @param startKey the first key of the next page, whole
 * @param revision the revision to go on at; below 0 is the newest
 */
record ContinueToken(Bytes startKey, long revision) {
  private static final String VERSION = "meta.k8s.io/v1";
  private static final String INVALID = "invalid continue token: continue key is not valid";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a token.
   *
   * @param prefix what all keys of the list start with, a slash at its end
   * @throws StatusException 400 with upstream's text
   */
  static ContinueToken decode(String token, Bytes prefix) {
    JsonNode node = json(token);
    if (!node.path("v").asText("").equals(VERSION)) {
      throw StatusException.badRequest(
          INVALID
              + ": server does not recognize this encoded version "
              + node.path("v").asText(""));
    }
    long revision = node.path("rv").asLong(0);
    String start = node.path("start").asText("");
    if (revision == 0) {
      throw StatusException.badRequest(
          INVALID + ": incorrect encoded start resourceVersion (version " + VERSION + ")");
    }
    if (start.isEmpty()) {
      throw StatusException.badRequest(
          INVALID + ": encoded start key empty (version " + VERSION + ")");
    }
    String key = start.startsWith("/") ? start : "/" + start;
    if (!clean(key)) {
      throw StatusException.badRequest(INVALID + ": " + start);
    }
    return new ContinueToken(Bytes.utf8(prefix.utf8() + key.substring(1)), revision);
  }

  private static JsonNode json(String token) {
    byte[] data;
    try {
      data = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw StatusException.badRequest(
          INVALID + ": illegal base64 data at input byte " + badByte(token));
    }
    try {
      JsonNode node = JSON.readTree(data);
      if (node != null && node.isObject()) {
        return node;
      }
      throw StatusException.badRequest(INVALID + ": unexpected end of JSON input");
    } catch (JsonProcessingException e) {
      String text = new String(data, StandardCharsets.UTF_8);
      throw StatusException.badRequest(
          INVALID
              + (text.isEmpty() || text.startsWith("{")
                  ? ": unexpected end of JSON input"
                  : ": invalid character '" + text.charAt(0) + "' looking for beginning of value"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int badByte(String token) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean valid =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!valid) {
        return i;
      }
    }
    return token.length() - token.length() % 4;
  }

  /** A token may not climb out of its list: no empty parts, no dots, no slash at the end. */
  private static boolean clean(String key) {
    for (String part : key.substring(1).split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** The token's text for a list over {@code prefix}, a slash at its end. */
  String encode(Bytes prefix) {
    String start = startKey.utf8().substring(prefix.utf8().length() - 1);
    String json =
        "{\"v\":\""
            + VERSION
            + "\",\"rv\":"
            + revision
            + ",\"start\":"
            + JSON.getNodeFactory().textNode(start)
            + "}";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
