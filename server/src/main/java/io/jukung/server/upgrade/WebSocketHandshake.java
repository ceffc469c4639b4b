package io.jukung.server.upgrade;

import io.jukung.server.authentication.WebSocketToken;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.ConnectionUser;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.storage.Bytes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The first words of WebSocket (RFC 6455): reads the client's offer and answers it, refusing what
 * upstream's library ({@code golang.org/x/net/websocket}) refuses, with its texts.
 */
public final class WebSocketHandshake {
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketHandshake() {}

  /** Whether the client wants WebSocket. */
  public static boolean requested(ApiCall call) {
    return call.header("Upgrade").equalsIgnoreCase("websocket") && call.upgradeRequested();
  }

  /** The subprotocols the client offers, in its order; a token among them is none. */
  public static List<String> protocols(ApiCall call) {
    return WebSocketToken.otherProtocols(call.rawHeaders("Sec-WebSocket-Protocol"));
  }

  /** The refusal of an offer that is no proper one; empty when it may be accepted. */
  public static Optional<ApiResponse> refusal(ApiCall call) {
    if (!call.method().equals("GET")) {
      return Optional.of(refused(405, "bad method"));
    }
    if (!call.header("Sec-WebSocket-Version").equals("13")) {
      return Optional.of(
          refused(400, "missing or bad WebSocket Version").with("Sec-WebSocket-Version", "13"));
    }
    if (!validKey(call.header("Sec-WebSocket-Key"))) {
      return Optional.of(refused(400, "mismatch challenge/response"));
    }
    return Optional.empty();
  }

  private static boolean validKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The refusal of a browser-like client that does not say where it comes from. */
  public static Optional<ApiResponse> originRefusal(ApiCall call) {
    try {
      String origin = call.header("Origin");
      boolean known = !origin.isEmpty() && !origin.equals("null") && URI.create(origin) != null;
      return known ? Optional.empty() : Optional.of(refused(403, ""));
    } catch (IllegalArgumentException e) {
      return Optional.of(refused(403, ""));
    }
  }

  /** The refusal with this status. */
  public static ApiResponse refused(int status, String text) {
    return ApiResponse.of(status, "", Bytes.utf8(text)).with("Connection", "close");
  }

  /**
   * Accepts the offer.
   *
   * @param protocol the subprotocol chosen; empty for none
   * @param user gets the connection
   */
  public static ApiResponse accepted(ApiCall call, Optional<String> protocol, ConnectionUser user) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Upgrade", "websocket"));
    headers.add(new Header("Connection", "Upgrade"));
    headers.add(new Header("Sec-WebSocket-Accept", accept(call.header("Sec-WebSocket-Key"))));
    protocol.ifPresent(name -> headers.add(new Header("Sec-WebSocket-Protocol", name)));
    return ApiResponse.upgraded(headers, user);
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
