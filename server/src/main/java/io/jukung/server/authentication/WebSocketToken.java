package io.jukung.server.authentication;

import io.jukung.registry.status.StatusException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A bearer token among the subprotocols of a WebSocket request, as browsers send it, who may set no
 * other header: {@code base64url.bearer.authorization.k8s.io.} and the token. It is for this server
 * only: it is neither chosen as a subprotocol nor passed on.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/request/websocket} at v1.36.
 */
public final class WebSocketToken {
  private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

  private WebSocketToken() {}

  /** The subprotocols in the values of {@code Sec-WebSocket-Protocol}, in order, without tokens. */
  public static List<String> otherProtocols(List<String> headers) {
    return protocols(headers).stream().filter(protocol -> !protocol.startsWith(PREFIX)).toList();
  }

  /**
   * The token in the values of {@code Sec-WebSocket-Protocol}.
   *
   * @throws StatusException 401 when there are several, when it is badly spelled, or when there is
   *     no other subprotocol that the server could choose
   */
  public static Optional<String> of(List<String> headers) {
    List<String> all = protocols(headers);
    List<String> tokens = all.stream().filter(protocol -> protocol.startsWith(PREFIX)).toList();
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    String token = decoded(tokens.getFirst().substring(PREFIX.length()));
    if (tokens.size() > 1 || (!token.isEmpty() && all.size() == 1)) {
      throw StatusException.unauthorized();
    }
    return Optional.of(token).filter(text -> !text.isEmpty());
  }

  private static List<String> protocols(List<String> headers) {
    return headers.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(protocol -> !protocol.isEmpty())
        .toList();
  }

  private static String decoded(String text) {
    try {
      if (text.endsWith("=")) {
        throw StatusException.unauthorized();
      }
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw StatusException.unauthorized();
    }
  }
}
